using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Systems.Fpdm;

public sealed class UpperBodyTests
{
    const int Cells = 16, Area = Cells * Cells;

    [Test]
    public void Head_trunk_and_hands_are_in_the_square_and_legs_are_not()
    {
        // A body of twelve rows, seven of them above the hips, and a hand that hangs beside the legs.
        var surface = NoPerson();
        for (var row = 2; row < 14; row++)
            Show(surface, column: 8, row, x: 0, y: (8.5f - row) / 6);
        Show(surface, column: 10, row: 9, x: 0.6f, y: -0.2f);
        var box = UpperBodyBox.Find(surface, Cells, 640, 320)!.Value;
        Assert.That(box.Width, Is.EqualTo(box.Height).And.InRange(160, 200), "as wide as trunk and hand or as high as head to hand, and a margin");
        Assert.That(box.X, Is.InRange(0, 8 * 40).And.GreaterThan(11 * 40 - box.Width));
        Assert.That(box.Y, Is.LessThanOrEqualTo(2 * 20));
        Assert.That(box.Y + box.Height, Is.InRange(10 * 20, 11 * 20));
    }

    [Test]
    public void At_the_edge_the_square_stays_in_the_picture()
    {
        var surface = NoPerson();
        for (var row = 0; row < 4; row++)
            Show(surface, column: 0, row, x: 0, y: 1);
        Assert.That(UpperBodyBox.Find(surface, Cells, 160, 160), Is.EqualTo(new PixelBox(0, 0, 47, 47)));
    }

    [Test]
    public void Without_a_person_or_with_one_that_fills_the_picture_there_is_none()
    {
        var surface = NoPerson();
        Assert.That(UpperBodyBox.Find(surface, Cells, 256, 256), Is.Null);
        for (var row = 2; row < 16; row++)
            Show(surface, column: 8, row, x: 0, y: 0.5f);
        Assert.That(UpperBodyBox.Find(surface, Cells, 256, 256), Is.Null);
    }

    [Test]
    public void The_default_model_finds_it_in_a_whole_figure_and_not_in_a_near_one()
    {
        using var pipeline = new FpdmPipeline(ModelPackage.Open(Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact")), new InferenceOptions());
        foreach (var name in new[] { "person-02", "person-05", "person-12" })
        {
            var path = Path.Combine(SharedFolders.Repository, "Samples", "Sources", name + ".png");
            var box = pipeline.Analyze(PictureFile.ReadRgb(path)).UpperBody!.Value;
            var points = KeypointsFile.ReadSidecar(path)!.People[0];
            for (var point = 0; point < 60; point++) // the body's, then both hands'
                if (points[point].IsPresent && !IsLeg(point))
                    Assert.That(Holds(box, points[point]), $"{name}: {box}, point {point} at {points[point]}");
                else if (point is 9 or 10 or 12 or 13)
                    Assert.That(Holds(box, points[point]), Is.False, $"{name}: {box}, knee or ankle {point}");
            Assert.That(pipeline.Analyze(box.CutFrom(PictureFile.ReadRgb(path))!).UpperBody, Is.Null, $"{name}: cut once is enough");
        }
    }

    [Test]
    public void A_cut_of_too_few_pixels_is_none()
    {
        using var pipeline = new FpdmPipeline(ModelPackage.Open(Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact")), new InferenceOptions());
        var picture = PictureFile.ReadRgb(Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-02.png"));
        var small = PictureResizer.Resize(picture, 96, 96, ResizeFilter.Bicubic);
        Assert.That(pipeline.Analyze(small).UpperBody, Is.Null);
    }

    static bool IsLeg(int point) => point is >= 8 and <= 13; // hips, knees and ankles of the body's eighteen

    static bool Holds(PixelBox box, Keypoint point) =>
        point.X >= box.X && point.X <= box.X + box.Width && point.Y >= box.Y && point.Y <= box.Y + box.Height;

    static float[] NoPerson()
    {
        var surface = new float[4 * Area];
        surface.AsSpan(3 * Area).Fill(-5);
        return surface;
    }

    static void Show(float[] surface, int column, int row, float x, float y)
    {
        var cell = row * Cells + column;
        (surface[cell], surface[Area + cell], surface[3 * Area + cell]) = (x, y, 5);
    }
}
