using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>Another package whose pictures are scored beside the evaluated one's, on the same pairs: the same model in 8 bits, or an earlier one.</summary>
/// <param name="Name">Stands before its rows.</param>
/// <param name="Generator">Borrowed.</param>
/// <param name="Settings">A row for each.</param>
public sealed record ComparedModel(string Name, IFrameGenerator Generator, GenerationSettings[] Settings)
{
    public string RowName(GenerationSettings settings) => $"{Name}: {PairEvaluation.NameOf(settings)}";
}
