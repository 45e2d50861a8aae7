using Avatars.Formats;

namespace Avatars.Viewer;

public sealed class MotionsTests
{
    [Test]
    public void Animation_and_bones_belong_to_the_motion_that_they_were_given_with()
    {
        var request = new MotionRequest(Animation: "Wave", Person: 2, Bones: "b.txt");
        var motions = new Motions(request, Path.Combine("a", "walk.glb"));
        Assert.That(motions.For(Path.GetFullPath(Path.Combine("a", "walk.glb"))), Is.EqualTo(request));
        Assert.That(motions.For("walk.glb"), Is.EqualTo(new MotionRequest(Person: 2)));
    }
}
