using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Tests.Pairs;

[Category("Assets")]
public sealed class SurfaceMapTests
{
    const int Side = SurfaceMap.Side;

    static readonly Lazy<Person> OnePerson =
        new(() => new Person(0, SampleCharacters.Recipes[0], new CharacterBuilder(Libraries.Small).Build(SampleCharacters.Recipes[0])));

    static ushort[] Draw(float yaw, Action<Person>? pose = null)
    {
        var (person, model) = Posed(pose);
        return person.Surface.Draw(model, View(yaw));
    }

    static Camera View(float yaw) => Camera.Orbit(new Vector3(0, 0.9f, 0), yaw, 0, 4, 0.5f, 256, 256);

    static (Person Person, Matrix4x4[] JointModel) Posed(Action<Person>? pose = null)
    {
        var person = OnePerson.Value;
        person.Body.Reset();
        person.Body.Update();
        pose?.Invoke(person);
        person.Body.Update();
        var model = new Matrix4x4[person.Body.Skeleton.Count];
        LocalToModel.Run(person.Body.Skeleton, person.Body.Local, model);
        return (person, model);
    }

    /// <summary>Null where the body is not.</summary>
    static Vector3? CoordinateAt(ushort[] map, int x, int y)
    {
        var cell = 3 * (y * Side + x);
        return map[cell] == 0 ? null : new Vector3(map[cell] - 1, map[cell + 1] - 1, map[cell + 2] - 1) / 65534 * 2 * SurfaceCoordinates.Limit
            - new Vector3(SurfaceCoordinates.Limit);
    }

    static List<(int X, int Y, Vector3 Coordinate)> Seen(ushort[] map) =>
        [.. Enumerable.Range(0, Side * Side).Where(i => map[3 * i] != 0).Select(i => (i % Side, i / Side, CoordinateAt(map, i % Side, i / Side)!.Value))];

    [Test]
    public void From_the_front_the_persons_left_is_right_in_the_picture_and_up_is_up()
    {
        var seen = Seen(Draw(yaw: 0));
        Assert.That(seen, Has.Count.InRange(150, 900));
        var middle = seen.Average(cell => cell.X);
        Assert.Multiple(() =>
        {
            Assert.That(seen.Where(cell => cell.X > middle + 6).All(cell => cell.Coordinate.X > 0), "left");
            Assert.That(seen.Where(cell => cell.X < middle - 6).All(cell => cell.Coordinate.X < 0), "right");
            Assert.That(seen.Where(cell => cell.Y == seen.Min(other => other.Y)).Min(cell => cell.Coordinate.Y), Is.GreaterThan(0.4), "the head");
            Assert.That(seen.Where(cell => cell.Y == seen.Max(other => other.Y)).Max(cell => cell.Coordinate.Y), Is.LessThan(-0.4), "the feet");
        });
    }

    [Test]
    public void The_front_hides_the_back()
    {
        var (front, back) = (Draw(yaw: 0), Draw(yaw: MathF.PI));
        var (chest, spine) = (CoordinateAt(front, Side / 2, 24)!.Value, CoordinateAt(back, Side / 2, 24)!.Value);
        Assert.That(chest.Z - spine.Z, Is.GreaterThan(0.08), "a chest is deeper than a tenth of the body's height");
    }

    [Test]
    public void Surface_coordinates_do_not_change_when_an_arm_is_raised()
    {
        static void Raise(Person person) => person.Body.SetModelRotation(HumanBodyBones.LeftUpperArm, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 1.2f));
        var (low, high) = (LeftHand(Seen(Draw(0))), LeftHand(Seen(Draw(0, Raise))));
        Assert.That(low, Is.Not.Empty);
        Assert.That(high, Is.Not.Empty);
        Assert.That(high.Max(cell => cell.Y), Is.LessThan(low.Min(cell => cell.Y) - 5), "rows run down");

        // The hand is the outermost part of the left side at rest.
        static List<(int X, int Y, Vector3 Coordinate)> LeftHand(List<(int X, int Y, Vector3 Coordinate)> seen) =>
            [.. seen.Where(cell => cell.Coordinate.X > 0.36f && cell.Coordinate.Y < 0)];
    }

    [Test]
    public void The_background_is_zero()
    {
        var map = Draw(yaw: 0);
        Assert.That(CoordinateAt(map, 0, 0), Is.Null);
        Assert.That(map.Chunk(3).Where(cell => cell[0] == 0), Is.All.EqualTo(new ushort[] { 0, 0, 0 }));
    }

    [TestCase(256)]
    [TestCase(250, Description = "no multiple of eight")]
    public void The_mask_covers_the_cells_that_show_the_body_and_no_others(int size)
    {
        // so that left is not like right
        var (person, model) = Posed(person => person.Body.SetModelRotation(HumanBodyBones.LeftUpperArm, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 1.2f)));
        var bits = person.Surface.Mask(model, View(0).WithSize(size, size));
        Assert.That(bits, Has.Length.EqualTo(size * ((size + 7) / 8)));
        var map = person.Surface.Draw(model, View(0));
        var (body, background) = (0, 0);
        for (var y = 1; y < Side - 1; y++)
            for (var x = 1; x < Side - 1; x++)
            {
                var around = Enumerable.Range(0, 9).Count(i => CoordinateAt(map, x + i % 3 - 1, y + i / 3 - 1) is not null);
                var shown = Share(bits, size, x, y);
                if (around == 9 && ++body > 0)
                    Assert.That(shown, Is.GreaterThan(0.8), $"body, {x} {y}");
                if (around == 0 && ++background > 0)
                    Assert.That(shown, Is.Zero, $"background, {x} {y}");
            }
        Assert.That(body, Is.GreaterThan(50));
        Assert.That(background, Is.GreaterThan(1000));
        Assert.That(Enumerable.Range(0, size).Select(row => bits[(row + 1) * ((size + 7) / 8) - 1] & (1 << ((8 - size % 8) % 8)) - 1),
            Is.All.Zero, "beyond the picture");
    }

    /// <summary>Of a cell's pixels in the mask.</summary>
    static double Share(byte[] bits, int size, int x, int y)
    {
        var (first, last) = (new[] { x, y }.Select(at => (int)Math.Ceiling(at * size / (double)Side)).ToArray(),
            new[] { x, y }.Select(at => (int)Math.Floor((at + 1) * size / (double)Side) - 1).ToArray());
        var shown = new List<int>();
        for (var row = first[1]; row <= last[1]; row++)
            for (var column = first[0]; column <= last[0]; column++)
                shown.Add(bits[row * ((size + 7) / 8) + column / 8] >> 7 - column % 8 & 1);
        return shown.Average();
    }
}
