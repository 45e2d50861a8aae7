using System.Numerics;
using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Signing;

namespace Avatars.ModelEvaluation.Tests;

/// <summary>Letters of the alphabet as joints before the camera.</summary>
public sealed class LetterReadingTests
{
    [Test]
    public void Letters_are_read_off_rough_joints()
    {
        var hands = Hands();
        var reading = new LetterReading();
        foreach (var (letter, joints) in hands)
            reading.Add(letter, InPicture(joints), joints);
        var random = new Random(7);
        var right = 0;
        foreach (var (letter, joints) in hands)
        {
            var size = Vector3.Distance(joints[0], joints[9]);
            var rough = Array.ConvertAll(joints, joint => 100 * (joint + 0.05f * size * new Vector3(Noise(), Noise(), Noise())) + new Vector3(40, 9, 3));
            right += reading.Nearest(InPicture(rough)) == letter ? 1 : 0;
        }
        Assert.That(right, Is.GreaterThanOrEqualTo(22), "of 24, joints off by a twentieth of the palm's length in any unit");

        float Noise() => (float)(2 * random.NextDouble() - 1);
    }

    static Vector2[] InPicture(Vector3[] joints) => Array.ConvertAll(joints, joint => new Vector2(joint.X, joint.Y));

    static List<(char, Vector3[])> Hands()
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#" + SigningTrial.StillLetters, []);
        var signed = new Signer().Compose("letters", items, new SigningOptions { Idle = false });
        var keypoints = new RigKeypoints(StandardHumanoid.Map, KeypointLayout.Avatar128);
        var local = new JointTransform[StandardHumanoid.Map.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        var found = new Vector3[KeypointLayout.Avatar128.Count];
        var hands = new List<(char, Vector3[])>();
        foreach (var sign in signed.Signs)
        {
            signed.Clip.Sample(sign.End - 0.05f, local);
            LocalToModel.Run(StandardHumanoid.Map.Skeleton, local, model);
            keypoints.Locate(model, found);
            var hand = found.AsSpan(KeypointLayout.Avatar128.Part("rightHand").Start, 21).ToArray();
            hands.Add((sign.Item.Gloss[0], Array.ConvertAll(hand, joint => joint * new Vector3(1, -1, -1))));
        }
        return hands;
    }
}
