using System.Text;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using FsCheck;

namespace Avatars.Tests.Formats;

/// <summary>What holds for any bones file: it is read or refused, and what is written is read again.</summary>
public sealed class BonesFileLawTests
{
    const string Letters = "Abz09_-.,:;='\"#/\\{}[] \t\r\n\u00E9\u00DF\u97D3\uD55C\u200B\u2028";

    static readonly byte[][] Valid = [Encoding.UTF8.GetBytes("# mine\nHips = pelvis\nLeftHand: \"Paw: L\"\nJaw\t-\n"),
        Encoding.UTF8.GetBytes("""{ "hips": "pelvis", "leftHand": "Paw: L", "Jaw": null }""")];

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Any_bytes_are_read_or_refused(byte[]? bytes) => MutatedFile.IsReadOrRefused(bytes ?? [], ".bones.txt", 1, path => BonesFile.Read(path));

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Any_mutation_of_a_valid_file_is_read_or_refused(DoNotSize<int> seed) =>
        MutatedFile.IsReadOrRefused(Valid[seed.Item & 1], ".bones.txt", seed.Item, path => BonesFile.Read(path));

    /// <summary>Whatever the joints are called. Of a joint called "-" a file cannot tell.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void What_is_written_is_read_again(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var names = new HashSet<string> { "-" };
        var joints = StandardHumanoid.Skeleton.Joints.ToArray();
        for (var i = 0; i < joints.Length; i++)
        {
            string name;
            while (!names.Add(name = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Letters[random.Next(Letters.Length)]))))
            {
            }
            joints[i] = joints[i] with { Name = name };
        }
        var skeleton = new Skeleton(joints);
        var map = new HumanoidMap(skeleton, AllBones().Where(StandardHumanoid.Map.Has).ToDictionary(bone => bone, bone => StandardHumanoid.Map[bone]));
        using var folder = new TemporaryFolder();
        BonesFile.Write(folder["bones.txt"], map);
        var read = BonesFile.Read(folder["bones.txt"]);
        foreach (var bone in AllBones())
            Assert.That(read[bone], Is.EqualTo(map.Has(bone) ? skeleton[map[bone]].Name : null), bone.ToString());
    }

    static IEnumerable<HumanBodyBones> AllBones() => Enumerable.Range(0, (int)HumanBodyBones.LastBone).Select(bone => (HumanBodyBones)bone);
}
