using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class KeypointLayoutTests
{
    static IEnumerable<KeypointLayout> All => KeypointLayout.All;

    [TestCaseSource(nameof(All))]
    public void Mirroring_twice_gives_the_keypoints_back(KeypointLayout layout)
    {
        var keypoints = Enumerable.Range(0, layout.Count).Select(i => new Keypoint(i, 2 * i, i % 5 == 0 ? 0 : 1)).ToArray();
        var once = new Keypoint[layout.Count];
        var twice = new Keypoint[layout.Count];
        layout.MirrorKeypoints(keypoints, 1024, once);
        layout.MirrorKeypoints(once, 1024, twice);
        Assert.That(twice, Is.EqualTo(keypoints.Select(keypoint => keypoint.IsPresent ? keypoint : Keypoint.Missing)));
    }

    [TestCaseSource(nameof(All))]
    public void The_mirror_keeps_the_edges(KeypointLayout layout)
    {
        static KeypointEdge Sorted(int a, int b) => new(Math.Min(a, b), Math.Max(a, b));
        var edges = layout.Edges.ToArray().Select(edge => Sorted(edge.From, edge.To)).ToHashSet();
        var mirrored = layout.Edges.ToArray().Select(edge => Sorted(layout.Mirror[edge.From], layout.Mirror[edge.To])).ToHashSet();
        Assert.That(mirrored, Is.EquivalentTo(edges));
    }

    [TestCaseSource(nameof(All))]
    public void The_mirror_exchanges_left_and_right(KeypointLayout layout)
    {
        for (var i = 0; i < layout.Count; i++)
            Assert.That(layout.Names[layout.Mirror[i]].StartsWith("Left", StringComparison.Ordinal),
                Is.EqualTo(layout.Names[i].StartsWith("Right", StringComparison.Ordinal)), layout.Names[i]);
    }

    [TestCaseSource(nameof(All))]
    public void Names_are_unique(KeypointLayout layout) => Assert.That(layout.Names.ToArray(), Is.Unique);

    /// <summary>Pairs that MediaPipe's own documentation shows: eye corners, mouth corners, cheeks, brow ends.</summary>
    [TestCase(33, 263), TestCase(133, 362), TestCase(61, 291), TestCase(234, 454), TestCase(46, 276), TestCase(107, 336), TestCase(1, 1), TestCase(152, 152)]
    public void The_face_mesh_mirrors_as_published(int right, int left) =>
        Assert.That(KeypointLayout.MediaPipeFace468.Mirror[right], Is.EqualTo(left));

    [TestCase("body", 0, 18), TestCase("leftHand", 18, 21), TestCase("rightHand", 39, 21), TestCase("face", 60, 68)]
    public void Avatar_128_has_its_parts_in_place(string name, int start, int count)
    {
        var part = KeypointLayout.Avatar128.Part(name);
        Assert.That((part.Start, part.Count), Is.EqualTo((start, count)));
    }

    [TestCase("body18", 18), TestCase("body25", 25), TestCase("face70", 70), TestCase("cocoWholeBody133", 133), TestCase("mediaPipeHolistic543", 543),
        TestCase("mediaPipeHolistic553", 553), TestCase("AVATAR128", 128)]
    public void Layouts_are_found_by_name(string name, int count) => Assert.That(KeypointLayout.Find(name).Count, Is.EqualTo(count));

    [Test]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.That(() => KeypointLayout.Find("body17"), Throws.ArgumentException.With.Message.Contains("'body17'").And.Message.Contains("body18"));

    [Test]
    public void A_mirror_that_does_not_come_back_is_refused() =>
        Assert.That(() => new KeypointLayout("odd", ["A", "B", "C"], [], [1, 2, 0]), Throws.ArgumentException.With.Message.Contains("keypoint 0"));
}
