using Avatars.Posing;

namespace Avatars.ModelEvaluation.Tests;

/// <summary>Bad spans of a film on the timeline of its scene.</summary>
public sealed class BadHandMarkersTests
{
    static JudgedHandFrame Hand(int frame, bool isLeft, double pck) => new(frame, null, isLeft, HandObstacle.None, true, pck, 0.1);

    static FilmHands Film(params double[] right)
    {
        var hands = new FilmHands(null!, 10, []);
        for (var i = 0; i < right.Length; i++)
            hands.Add(new JudgedFrame(Hand(i, true, 1), Hand(i, false, right[i])));
        return hands;
    }

    [Test]
    public void Each_bad_span_gets_a_marker_and_earlier_ones_go()
    {
        var scene = new PoseDocument([new MarkerItem("mine", 3, "a mark of mine")]);
        BadHandMarkers.Put(scene, Film(1, 0.2, 0.4, 1, 1, 0));
        var marks = scene.All<MarkerItem>().OrderBy(marker => marker.Time).ToArray();
        Assert.That(marks.Select(marker => (marker.Time, marker.Name)), Is.EqualTo(new[]
        {
            (0.1f, "right hand: 30 % of the joints in place for 0.2 s"), (0.5f, "right hand: 0 % of the joints in place for 0.1 s"), (3f, "a mark of mine"),
        }));
        BadHandMarkers.Put(scene, Film(1, 1, 0.1));
        Assert.That(scene.All<MarkerItem>().Select(marker => marker.Time).Order(), Is.EqualTo(new[] { 0.2f, 3f }));
        Assert.That(SceneFile.ToText(scene), Does.Contain("right hand: 10 %"));
    }

    [Test]
    public void A_frame_counts_once_with_the_better_picture()
    {
        var hands = new FilmHands(null!, 10, []);
        hands.Add(new JudgedFrame(Hand(0, true, 1), Hand(0, false, 1)));
        hands.Add(new JudgedFrame(Hand(1, true, 1), Hand(1, false, 0.9)), isMadeAgain: true);
        Assert.That((hands.Count, hands.MadeAgain), Is.EqualTo((2, new[] { 1 })));
        Assert.That(hands.BadSpans(), Is.Empty);
    }
}
