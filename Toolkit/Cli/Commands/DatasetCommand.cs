using System.CommandLine;
using System.Globalization;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset: renders people for training, for evaluation and for the demonstration.</summary>
static class DatasetCommand
{
    public static Command Create() => new("dataset", "Renders people for training, evaluation and the demonstration.")
    {
        DatasetLandmarksCommand.Create(),
        DatasetRenderCommand.Create(),
        DatasetSamplesCommand.Create(),
        DatasetSheetCommand.Create(),
    };

    public static Option<string> Assets() => new("--assets") { Description = "Folder that holds 'makehuman', 'motion' and 'signing'.", Required = true };

    public static Option<string> SplitOption()
    {
        var option = new Option<string>("--split")
        {
            Description = "train or test: people, held-out clothes and motions of the one never meet the other.",
            Required = true,
        };
        option.AcceptOnlyFromAmong("train", "test");
        return option;
    }

    public static Split SplitOf(string given) => given == "test" ? Split.Test : Split.Train;

    public static Option<ulong> Seed() => new("--seed") { Description = "The same seed gives the same pictures.", DefaultValueFactory = _ => 1 };

    public static Option<string> Licence()
    {
        var option = new Option<string>("--licence")
        {
            Description = "Licence of clothes and hair: CC0-1.0, or 'any' to include those that require attribution.",
            DefaultValueFactory = _ => CatalogItem.PublicDomain,
        };
        option.AcceptOnlyFromAmong(CatalogItem.PublicDomain, "any");
        return option;
    }

    public static string? LicenceOrAll(string given) => given == "any" ? null : given;

    public static Option<float> OtherFraming() => new("--other-framing")
    {
        Description = "Share of the pairs, 0 to 1, whose source is framed independently of the target: for example a whole figure for a target at "
            + "signing distance.",
    };

    public static Option<float> Signing() => new("--signing")
    {
        Description = "Share of the pairs, 0 to 1, whose target shows a person from the waist or chest up facing the camera, with a source framed "
            + "independently and seen from another side.",
    };

    /// <exception cref="ArgumentException">The share is none.</exception>
    public static float ShareOf(ParseResult parsed, Option<float> option)
    {
        var given = parsed.GetValue(option);
        return given is >= 0 and <= 1 ? given
            : throw new ArgumentException($"{option.Name} {given.ToString(CultureInfo.InvariantCulture)} is not possible. Give 0 to 1.");
    }

    /// <exception cref="ArgumentException">The condition does not hold.</exception>
    public static void Require(bool holds, string option, int given, string expected)
    {
        if (!holds)
            throw new ArgumentException($"{option} {given} is not possible. Give {expected}.");
    }
}
