using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>What a VRM file says about itself: who made it, and what its licence allows. VRM 0.x and 1.0.</summary>
/// <param name="Version">"0.x" or "1.0".</param>
/// <param name="Authors">Empty where none is named.</param>
/// <param name="License">Name or address; empty where none is given.</param>
/// <param name="Terms">What users may do, as the file says it: field and value.</param>
/// <param name="Expressions">Names, presets by those of VRM 1.0.</param>
/// <param name="LookAt">"bone" or "expression"; empty for none.</param>
public sealed record VrmModel(string Version, string Title, IReadOnlyList<string> Authors, string License, IReadOnlyList<KeyValuePair<string, string>> Terms,
    IReadOnlyList<string> Expressions, string LookAt)
{
    const int LongestText = 120, MostShown = 12;

    static readonly string[] Terms0 =
        ["allowedUserName", "violentUssageName", "sexualUssageName", "commercialUssageName", "otherPermissionUrl", "otherLicenseUrl"];

    static readonly string[] Terms1 =
    [
        "avatarPermission", "commercialUsage", "modification", "creditNotation", "allowRedistribution", "allowExcessivelyViolentUsage",
        "allowExcessivelySexualUsage", "allowPoliticalOrReligiousUsage", "allowAntisocialOrHateUsage", "copyrightInformation", "otherLicenseUrl",
    ];

    /// <summary>For people to read, name and value of each line; long lists are shortened.</summary>
    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("model", $"VRM {Version}, {ErrorLine.Quote(Title)}, by {(Authors.Count > 0 ? Some(Authors) : "nobody named")}");
        yield return ("licence", License.Length > 0 ? ErrorLine.Printable(License, LongestText) : "none given: ask its author before you use it");
        foreach (var (field, value) in Terms)
            yield return ("", $"{field}: {ErrorLine.Printable(value, LongestText)}");
        if (Expressions.Count > 0)
            yield return ("expressions", $"{Expressions.Count}: {Some(Expressions)}");
        if (LookAt.Length > 0)
            yield return ("gaze", $"by {LookAt}");
    }

    /// <returns>Null for a file without a model of VRM.</returns>
    internal static VrmModel? Of(GltfContainer container)
    {
        if (container.Root.Extension("VRMC_vrm") is { } one)
        {
            var meta = one.TryObject("meta");
            return new VrmModel("1.0", TextOf(meta, "name"), meta?.Texts("authors") ?? [], TextOf(meta, "licenseUrl"), TermsOf(meta, Terms1),
                Names1(one.TryObject("expressions")), TextOf(one.TryObject("lookAt"), "type"));
        }
        if (container.Root.Extension("VRM") is not { } zero)
            return null;
        var about = zero.TryObject("meta");
        var author = TextOf(about, "author");
        return new VrmModel("0.x", TextOf(about, "title"), author.Length > 0 ? [author] : [], TextOf(about, "licenseName"), TermsOf(about, Terms0),
            Names0(zero.TryObject("blendShapeMaster")), TextOf(zero.TryObject("firstPerson"), "lookAtTypeName") switch
            {
                "Bone" => "bone",
                "BlendShape" => "expression",
                var other => other,
            });
    }

    static string[] Names1(GltfElement? expressions) => expressions is { } all
        ? [.. all.TryObject("preset")?.Names() ?? [], .. all.TryObject("custom")?.Names() ?? []] : [];

    static string[] Names0(GltfElement? master) => master is { } all ? [.. all.Items("blendShapeGroups").Select(NameOf)] : [];

    static string NameOf(GltfElement group) => group.Text("presetName") is { Length: > 0 } preset && preset != "unknown"
        && Rig.FacialExpressions.VrmPresetOf(preset) is { } known ? known : group.Text("name") ?? "";

    static string TextOf(GltfElement? owner, string name) => owner is { } at && at.Has(name) ? at.Text(name) ?? "" : "";

    static KeyValuePair<string, string>[] TermsOf(GltfElement? meta, string[] fields) => meta is { } at
        ? [.. fields.Where(at.Has).Select(field => new KeyValuePair<string, string>(field, TermOf(at, field))).Where(term => term.Value.Length > 0)] : [];

    static string TermOf(GltfElement meta, string field) =>
        field.StartsWith("allow", StringComparison.Ordinal) && field != "allowedUserName" ? meta.Flag(field) ? "yes" : "no" : meta.Text(field) ?? "";

    static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostShown).Select(name => ErrorLine.Printable(name, 60))) + (names.Count > MostShown ? ", ..." : "");
}
