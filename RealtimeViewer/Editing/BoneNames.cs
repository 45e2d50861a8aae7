using System.Text;
using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>Bones as people read them: <c>Left upper arm</c>.</summary>
static class BoneNames
{
    static readonly string[] Names = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => Spaced(((HumanBodyBones)bone).ToString()))];

    public static string Of(HumanBodyBones bone) => bone == HumanBodyBones.LastBone ? "" : Names[(int)bone];

    static string Spaced(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                text.Append(letter);
        return text.ToString();
    }
}
