using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;
using static Avatars.Live.OscPackets;

namespace Avatars.Live;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class VmcStateTests
{
    const float Exact = 1e-6f;

    readonly VmcState _state = new();

    /// <summary>Bytes as the protocol's specification gives them.</summary>
    [Test]
    public void Reads_the_packets_of_the_specification()
    {
        Assert.That(_state.Read(Convert.FromHexString("2f564d432f4578742f4f4b002c69000000000001")), Is.True);
        Assert.That(_state.IsModelLoaded, Is.True);
        Assert.That(_state.Read(Message("/VMC/Ext/Blend/Val", "Joy", 0.5f)), Is.True);
        Assert.That(Message("/VMC/Ext/Blend/Val", "Joy", 0.5f), Has.Length.EqualTo(32));
        Assert.That(Weight("happy"), Is.Zero, "nothing changes before Apply");
        Assert.That(_state.Read(Convert.FromHexString("2f564d432f4578742f426c656e642f4170706c79000000002c000000")), Is.True);
        Assert.That(Weight("happy"), Is.EqualTo(0.5f));
        Assert.That(Bone("LeftThumbIntermediate", 0, 0, 0, 0, 0, 0, 1), Has.Length.EqualTo(84));
        Assert.That(_state.Messages, Is.EqualTo(3));
    }

    [Test]
    public void A_bone_comes_mirrored_into_right_handed_space()
    {
        var half = MathF.Sqrt(0.5f);
        Assert.That(_state.Read(Bone("LeftUpperArm", 0.1f, 0.2f, 0.3f, 0, half, 0, half)), Is.True); // Unity: Euler(0, 90, 0)
        var forward = Vector3.Transform(Vector3.UnitZ, _state.Rotations[(int)HumanBodyBones.LeftUpperArm]);
        Assert.That(Vector3.Distance(forward, -Vector3.UnitX), Is.LessThan(Exact));
        Assert.That(_state.Positions[(int)HumanBodyBones.LeftUpperArm], Is.EqualTo(new Vector3(-0.1f, 0.2f, 0.3f)));
    }

    [TestCase("leftUpperArm", HumanBodyBones.LeftUpperArm), TestCase("HIPS", HumanBodyBones.Hips),
     TestCase("LeftLittleDistal", HumanBodyBones.LeftLittleDistal)]
    public void Names_of_bones_are_found_in_any_case(string name, HumanBodyBones bone)
    {
        _state.Read(Bone(name, 0, 1, 0, 0, 0, 0, 1));
        Assert.That(_state.Has(bone), Is.True);
    }

    [Test]
    public void Thumbs_of_VRM_1_begin_with_the_metacarpal()
    {
        _state.Read(Bone("leftThumbMetacarpal", 0, 0, 0, 0, 0, 0, 1));
        _state.Read(Bone("leftThumbProximal", 1, 0, 0, 0, 0, 0, 1));
        _state.Read(Bone("leftThumbDistal", 2, 0, 0, 0, 0, 0, 1));
        Assert.That(_state.Positions[(int)HumanBodyBones.LeftThumbProximal].X, Is.Zero);
        Assert.That(_state.Positions[(int)HumanBodyBones.LeftThumbIntermediate].X, Is.EqualTo(-1));
        Assert.That(_state.Positions[(int)HumanBodyBones.LeftThumbDistal].X, Is.EqualTo(-2));
    }

    [TestCase("Joy", "happy"), TestCase("Blink_L", "blinkLeft"), TestCase("BLINK_R", "blinkRight"), TestCase("A", "aa"), TestCase("Fun", "relaxed"),
     TestCase("JawOpen", "jawOpen"), TestCase("MouthSmile_L", "mouthSmileLeft"), TestCase("mouthSmileLeft", "mouthSmileLeft"), TestCase("笑い", "笑い")]
    public void Expressions_have_one_name_in_all_spellings(string sent, string name)
    {
        _state.Read(Bundle(Message("/VMC/Ext/Blend/Val", sent, 0.25f), Message("/VMC/Ext/Blend/Apply")));
        Assert.That(Weight(name), Is.EqualTo(0.25f));
    }

    [Test]
    public void Values_that_are_not_sent_again_stay_and_others_are_clamped()
    {
        _state.Read(Bundle(Message("/VMC/Ext/Blend/Val", "A", 0.5f), Message("/VMC/Ext/Blend/Val", "Joy", 7f), Message("/VMC/Ext/Blend/Apply")));
        _state.Read(Bundle(Message("/VMC/Ext/Blend/Val", "Joy", -1f), Message("/VMC/Ext/Blend/Apply")));
        Assert.That((Weight("aa"), Weight("happy")), Is.EqualTo((0.5f, 0f)));
    }

    [Test]
    public void Surplus_arguments_are_ignored_and_too_few_or_other_ones_ignore_the_message()
    {
        Assert.That(_state.Read(Message("/VMC/Ext/OK", 1, 3, 0, 1)), Is.True);
        Assert.That(_state.Read(Message("/VMC/Ext/Root/Pos", "root", 1f, 0f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f, 0f, 0f, 0f)), Is.True, "version 2.1");
        Assert.That(_state.Messages, Is.EqualTo(2));
        Assert.That(_state.RootPosition, Is.EqualTo(new Vector3(-1, 0, 0)));
        foreach (var message in new[]
        {
            Message("/VMC/Ext/Bone/Pos", "Head", 0f, 0f, 0f, 0f, 0f, 0f), Message("/VMC/Ext/Bone/Pos", "Head", 1, 0f, 0f, 0f, 0f, 0f, 1f),
            Message("/VMC/Ext/Bone/Pos", 1f, 0f, 0f, 0f, 0f, 0f, 0f, 1f), Message("/VMC/Ext/OK", 1f), Message("/VMC/Ext/T"),
            Message("/VMC/Ext/Blend/Val", "A"),
            Message("/VMC/Ext/Cam", "c", 0f, 0f, 0f, 0f, 0f, 0f, 1f, 60f), Message("/unknown"), Bone("LastBone", 0, 0, 0, 0, 0, 0, 1),
        })
            Assert.That(_state.Read(message), Is.True, "well-formed OSC");
        Assert.That((_state.Messages, _state.Ignored), Is.EqualTo((2, 9)));
        Assert.That(_state.Has(HumanBodyBones.Head), Is.False);
    }

    [Test]
    public void Rotations_of_other_lengths_are_made_unit_and_those_without_direction_are_ignored()
    {
        _state.Read(Bone("Head", 0, 0, 0, 0, 180, 0, 1)); // a sender that adds degrees
        Assert.That(_state.Rotations[(int)HumanBodyBones.Head].Length(), Is.EqualTo(1).Within(Exact));
        var before = _state.Rotations[(int)HumanBodyBones.Head];
        foreach (var w in new[] { 0, float.NaN, float.PositiveInfinity })
            _state.Read(Bone("Head", 0, 0, 0, 0, 0, 0, w));
        _state.Read(Bone("Head", float.NaN, 0, 0, 0, 0, 0, 1));
        _state.Read(Bone("Head", 1e9f, 0, 0, 0, 0, 0, 1));
        Assert.That(_state.Rotations[(int)HumanBodyBones.Head], Is.EqualTo(before));
        Assert.That(_state.Ignored, Is.EqualTo(5));
    }

    [Test]
    public void Bundles_may_lie_in_bundles_but_not_without_end()
    {
        var packet = Bundle(Bone("Head", 0, 1, 0, 0, 0, 0, 1));
        for (var depth = 1; depth < 20; depth++)
            packet = Bundle(packet);
        Assert.That(_state.Read(packet), Is.True);
        Assert.That(_state.Has(HumanBodyBones.Head), Is.True);
        for (var depth = 20; depth < 500; depth++)
            packet = Bundle(packet);
        Assert.That(_state.Read(packet), Is.False);
    }

    [Test]
    public void What_comes_before_a_damaged_part_counts()
    {
        var whole = Bundle(Bone("Head", 0, 0, 0, 0, 0, 0, 1), Bone("Neck", 0, 0, 0, 0, 0, 0, 1));
        Assert.That(_state.Read(whole.AsSpan(0, whole.Length - 8)), Is.False);
        Assert.That((_state.Has(HumanBodyBones.Head), _state.Has(HumanBodyBones.Neck)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Names_of_expressions_have_a_limit()
    {
        for (var i = 0; i < 10_000; i++)
            _state.Read(Message("/VMC/Ext/Blend/Val", $"custom {i}", 1f));
        var known = new VmcExpressions().Names.Count;
        Assert.That(_state.Expressions.Names, Has.Count.EqualTo(known + VmcExpressions.MostCustomNames));
    }

    /// <summary>A million malformed packets: random bytes, and good ones cut, changed and repeated.</summary>
    [Test]
    public void Malformed_packets_never_throw_and_leave_the_pose_finite()
    {
        var random = new Random(5);
        byte[][] seeds =
        [
            Bundle(Bone("Head", 0, 1, 0, 0, 0, 0, 1), Message("/VMC/Ext/Blend/Val", "A", 1f), Message("/VMC/Ext/Blend/Apply")),
            Message("/VMC/Ext/OK", 1, 3), Message("/VMC/Ext/T", 1f), Bundle(Bundle(Message("/VMC/Ext/Root/Pos", "root", 0f, 0f, 0f, 0f, 0f, 0f, 1f))),
        ];
        var buffer = new byte[512];
        for (var i = 0; i < 1_000_000; i++)
        {
            var seed = seeds[random.Next(seeds.Length)];
            var length = random.Next(2) == 0 ? seed.Length : random.Next(seed.Length + 1);
            seed.CopyTo(buffer, 0);
            for (var change = random.Next(6); change > 0; change--)
                buffer[random.Next(buffer.Length / 4)] = (byte)random.Next(256);
            _state.Read(buffer.AsSpan(0, length));
        }
        foreach (var rotation in _state.Rotations)
            Assert.That(rotation.Length(), Is.EqualTo(1).Within(1e-4));
        foreach (var weight in _state.Expressions.Weights)
            Assert.That(weight, Is.InRange(0, 1));
    }

    [Test]
    public void Reading_allocates_nothing()
    {
        var packet = Bundle(Bone("Head", 0, 1, 0, 0, 0, 0, 1), Message("/VMC/Ext/Blend/Val", "Joy", 1f), Message("/VMC/Ext/Blend/Apply"));
        Assert.That(Allocations.Of(() => _state.Read(packet)), Is.Zero);
    }

    float Weight(string name) => _state.Expressions.Weights[_state.Expressions.Names.ToList().IndexOf(name)];
}
