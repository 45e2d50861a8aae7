using System.Numerics;
using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

public sealed class JointErrorsTests
{
    [Test]
    public void Errors_are_shares_of_the_size_and_unseen_joints_are_wrong()
    {
        var errors = new JointErrors();
        errors.Add(new Vector2(10, 10), new Vector2(13, 14), size: 50, isSeen: true); // 5 of 50: just near enough
        errors.Add(new Vector2(10, 10), new Vector2(10, 10), size: 50, isSeen: false);
        errors.Add(new Vector2(10, 10), new Vector2(20, 10), size: 50, isSeen: true);
        errors.Add(new Vector2(0, 0), new Vector2(0, 10), size: 100, isSeen: true);
        Assert.That(errors.MeanError, Is.EqualTo((0.1 + 0 + 0.2 + 0.1) / 4).Within(1e-6));
        Assert.That((errors.Pck, errors.DetectionRate, errors.Count), Is.EqualTo((0.5, 0.75, 4)));
    }

    [Test]
    public void Parts_overlap_where_both_show_the_same()
    {
        var overlap = new PartOverlap();
        overlap.Add([-1, 0, 1, 2, 3], [0, 0, 2, 2, -1]);
        overlap.Add([-1, 5], [-1, 5]);
        overlap.Add([-1], [-1]); // no person in either: not counted
        Assert.That((overlap.Person, overlap.Parts), Is.EqualTo(((3 / 5.0 + 1) / 2, (2 / 5.0 + 1) / 2)));
    }
}
