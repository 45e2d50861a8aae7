namespace Avatars.Inference;

/// <summary>What <c>model.json</c> tells of a training by 'avatar train'; the rest of the record (data, stages, figures) is for readers.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Commit">Of the project, or "unknown".</param>
/// <param name="IsAccepted">The evaluation reached the recipe's thresholds.</param>
public sealed record PackagedTraining(string Recipe, string Commit, bool IsAccepted)
{
    internal static PackagedTraining Read(PackageField field)
    {
        field.LeaveRest();
        return new(field.Text("recipe"), field.Text("commit"), field.Flag("accepted"));
    }
}
