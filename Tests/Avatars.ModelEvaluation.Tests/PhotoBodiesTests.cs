using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation.Tests;

/// <summary>People of photographs before the cameras of photographs.</summary>
public sealed class PhotoBodiesTests
{
    const int Size = 256;

    PersonPerception _perception = null!;
    PhotoBodies _bodies = null!;

    [OneTimeSetUp]
    public void Load()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        _perception = new PersonPerception(PerceptionModels.Open(), new InferenceOptions { Threads = 2 });
        _bodies = new PhotoBodies(BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body")));
    }

    [OneTimeTearDown] public void Unload() => _perception?.Dispose();

    PerceivedPhoto Photo(string name) => new(new PhotoFile(Path.Combine(SharedFolders.Assets, "photos", name), "outfit"), _perception);

    /// <summary>Decibels between the textured body and the target photograph where the target's matte is, beside those of the copied source.</summary>
    (double Body, double Copied) Score(PerceivedPhoto source, PerceivedPhoto target)
    {
        var (sourceFrame, frame) = (source.FrameWith(target, Size, Size), target.FrameWith(source, Size, Size));
        var warped = _bodies.Draw(source, sourceFrame, target, frame, PoseMapStyle.Avatar, Size, Size).Body!.Warped;
        var (copied, truth, matte) = (source.Cut(sourceFrame, Size, Size), target.Cut(frame, Size, Size), target.CutMatte(frame, Size, Size));
        double Decibels(byte[] bytes)
        {
            double sum = 0, weights = 0;
            for (var i = 0; i < bytes.Length; i++)
                (sum, weights) = (sum + matte[i / 3] * Math.Pow(bytes[i] - truth.Bytes[i], 2), weights + matte[i / 3]);
            return 10 * Math.Log10(255 * 255 / (sum / weights));
        }
        return (Decibels(warped.Bytes), Decibels(copied.Bytes));
    }

    [Test]
    public void In_its_own_pose_a_person_covers_itself()
    {
        var photo = Photo("man_white_shirt_c.jpg");
        Assert.That(Score(photo, photo).Body, Is.GreaterThan(22), "dB");
    }

    [Test]
    public void In_another_photographs_pose_a_person_is_nearer_to_that_photograph_than_a_copy()
    {
        var (body, copied) = Score(Photo("man_white_shirt_c.jpg"), Photo("man_white_shirt_a.jpg"));
        TestContext.Out.WriteLine($"{body:f2} dB, copied {copied:f2} dB");
        Assert.That(body, Is.GreaterThan(copied + 4));
    }
}
