using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Solving;

namespace Avatars.Tests.Signing;

/// <summary>The American alphabet against recordings of a person: the 24 letters that do not move.</summary>
public sealed class LetterShapeTests
{
    const string Static = "ABCDEFGHIKLMNOPQRSTUVWXY";

    /// <summary>21 angles of the hand in the middle of a recorded letter.</summary>
    static float[] Recorded(string folder, char letter)
    {
        var clip = PoseFile.Read(Path.Combine(folder, "signing", "fingerspelling_ase", $"{letter}.pose")).ToClip("letter");
        return At(clip, clip.Length / 2);
    }

    static float[] At(AnimationClip clip, float time)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, local);
        var degrees = new float[HandShape.AngleCount];
        new HandRig(StandardHumanoid.Map).Read(local, left: false, degrees);
        return degrees;
    }

    /// <summary>21 angles of the hand that the film holds at a letter.</summary>
    internal static float[] Shown(char letter)
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#" + letter, []);
        var signed = new Signer().Compose("letter", items, new SigningOptions { Idle = false });
        return At(signed.Clip, signed.Signs[0].End - 0.04f);
    }

    /// <summary>Angles read off landmarks of one camera are rough: a thumb's place differs by tens of degrees. Measured: 13 of 24.</summary>
    [Test]
    public void Most_recorded_letters_are_nearest_to_the_same_hand()
    {
        var folder = SharedFolders.Assets;
        var shapes = Static.Select(letter => new HandShape(letter.ToString(), Shown(letter))).ToArray();
        var right = 0;
        foreach (var letter in Static)
        {
            var recorded = Recorded(folder, letter);
            var nearest = HandShapes.Nearest(recorded, shapes);
            // H and U, K and P, G and Q are one hand in two directions.
            var isSame = HandShape.Distance(nearest.Degrees, shapes[Static.IndexOf(letter)].Degrees) < 1;
            right += isSame ? 1 : 0;
            TestContext.Out.WriteLine($"{letter}: {nearest.Name} {HandShape.Distance(recorded, shapes[Static.IndexOf(letter)].Degrees):0.0} degrees");
        }
        TestContext.Out.WriteLine($"{right} of 24");
        Assert.That(right, Is.GreaterThanOrEqualTo(13));
    }

    [Test]
    public void Letters_with_hands_of_their_own_are_told_apart()
    {
        var shapes = Static.Select(letter => (letter, Degrees: Shown(letter))).ToArray();
        string[] sameHand = ["HU", "KP", "GQ"];
        foreach (var (a, first) in shapes)
            foreach (var (b, second) in shapes)
                if (a < b && !sameHand.Contains($"{a}{b}"))
                    Assert.That(HandShape.Distance(first, second), Is.GreaterThan(4), $"{a} and {b}, degrees");
    }
}
