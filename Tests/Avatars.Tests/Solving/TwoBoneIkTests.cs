using System.Numerics;
using Avatars.Fixtures;
using Avatars.Solving;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Solving;

public sealed class TwoBoneIkTests
{
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void The_end_reaches_and_the_bones_keep_their_lengths(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var (upper, lower) = (0.2f + random.NextSingle(), 0.2f + random.NextSingle());
        var root = Point(random);
        var target = root + Vector3.Transform(Vector3.UnitX, Humanoids.RandomRotation(random)) * (2.5f * random.NextSingle());
        var (middle, end) = TwoBoneIk.Solve(root, upper, lower, target, Point(random));
        Assert.That(Vector3.Distance(root, middle), Is.EqualTo(upper).Within(1e-4));
        Assert.That(Vector3.Distance(middle, end), Is.EqualTo(lower).Within(1e-3));
        var distance = Vector3.Distance(root, target);
        if (distance < 0.9999f * (upper + lower) && distance > 1.001f * MathF.Abs(upper - lower))
            Assert.That(Vector3.Distance(end, target), Is.LessThan(1e-4));
        else
            Assert.That(Vector3.Cross(Vector3.Normalize(end - root), Vector3.Normalize(target - root)).Length(), Is.LessThan(1e-3),
                "on the line to the target");
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void The_middle_is_on_the_side_of_the_pole(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var (target, pole) = (Point(random), Point(random));
        var sine = Vector3.Cross(Vector3.Normalize(target), Vector3.Normalize(pole)).Length();
        if (sine < 0.4f || target.Length() < 0.2f)
            return;
        var (middle, _) = TwoBoneIk.Solve(Vector3.Zero, 1, 1, target, TwoBoneIk.BendToPole(Vector3.Zero, target, pole, Vector3.UnitY));
        var normal = Vector3.Normalize(Vector3.Cross(target, pole));
        Assert.That(Vector3.Dot(middle, normal), Is.EqualTo(0).Within(1e-3), "in the plane of the pole");
        Assert.That(Vector3.Dot(middle, pole - target * (Vector3.Dot(pole, target) / target.LengthSquared())), Is.GreaterThan(0));
    }

    [Test]
    public void The_middle_does_not_flip_where_the_target_crosses_the_line_to_the_pole()
    {
        var pole = new Vector3(0, 0, 1);
        var before = Vector3.Zero;
        var largest = 0f;
        for (var i = 0; i <= 2000; i++)
        {
            var target = new Vector3((i - 1000) * 0.0005f, 0.0003f, 1);
            var (middle, _) = TwoBoneIk.Solve(Vector3.Zero, 0.8f, 0.8f, target, TwoBoneIk.BendToPole(Vector3.Zero, target, pole, Vector3.UnitY));
            if (i > 0)
                largest = MathF.Max(largest, Vector3.Distance(middle, before));
            before = middle;
        }
        Assert.That(largest, Is.LessThan(0.01f), "metres a step of half a millimetre"); // a flip would be more than a metre
    }

    /// <summary>Random limbs, targets and poles: lengths stay, the end is at the target or on the line to it, the middle lies on the pole's side, and
    /// the middle joint has turned about its own axis alone.</summary>
    [Test]
    public void Turns_bring_the_end_of_a_posed_limb_to_the_target()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var (root, middle, end) = (Point(random), Point(random), Point(random));
            var (target, pole) = (root + 2 * Point(random), root + 3 * Point(random));
            var (upper, lower) = (middle - root, end - middle);
            if (Vector3.Cross(Vector3.Normalize(upper), Vector3.Normalize(lower)).Length() < 0.01f || (target - root).Length() < 0.05f
                || Vector3.Cross(Vector3.Normalize(pole - root), Vector3.Normalize(target - root)).Length() < 0.01f)
                continue;
            var (rootTurn, middleTurn) = TwoBoneIk.Turns(root, middle, end, target, pole);
            var newMiddle = root + Vector3.Transform(upper, rootTurn);
            var newEnd = newMiddle + Vector3.Transform(lower, rootTurn * middleTurn);
            var reach = Math.Clamp((target - root).Length(), MathF.Abs(upper.Length() - lower.Length()), upper.Length() + lower.Length());
            Assert.That(Vector3.Distance(newEnd, root + Vector3.Normalize(target - root) * reach), Is.LessThan(2e-3f), "metres: float32 near a straight limb");
            var along = Vector3.Normalize(target - root);
            var (side, wanted) = (newMiddle - root, pole - root);
            (side, wanted) = (side - along * Vector3.Dot(side, along), wanted - along * Vector3.Dot(wanted, along));
            if (side.Length() > 0.02f)
                Assert.That(Vector3.Dot(Vector3.Normalize(side), Vector3.Normalize(wanted)), Is.GreaterThan(0.9999f), "in the pole's plane");
            var axis = new Vector3(middleTurn.X, middleTurn.Y, middleTurn.Z);
            Assert.That(MathF.Abs(Vector3.Dot(axis, Vector3.Normalize(upper))) + MathF.Abs(Vector3.Dot(axis, Vector3.Normalize(lower))),
                Is.LessThan(1e-3f), "a hinge");
        }
    }

    [Test]
    public void Solving_allocates_nothing() =>
        Assert.That(Allocations.Of(() => TwoBoneIk.Solve(Vector3.Zero, 1, 1, Vector3.UnitX, Vector3.UnitY)), Is.Zero);

    static Vector3 Point(Random random) => new(2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1);
}
