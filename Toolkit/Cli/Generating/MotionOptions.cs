using System.CommandLine;
using Avatars.Formats;
using Avatars.Retargeting;

namespace Avatars.Cli.Generating;

/// <summary>The options that every command with motions shares: which part of the file, and where the person faces.</summary>
sealed class MotionOptions
{
    readonly Option<string> _facing = new("--facing")
    {
        Description = "camera (rotates the whole motion so that the person faces the camera, for most of it) or keep (as recorded).",
        DefaultValueFactory = _ => "camera",
    };
    readonly Option<double> _yaw = new("--yaw")
    {
        Description = "Additional rotation of the whole motion to the person's left, degrees; 180 shows the other side.",
    };
    readonly Option<int?> _person = new("--person") { Description = "Which person of a .pose file, from 1. Default: the first visible one." };

    readonly Option<string?> _animation = new("--animation")
    {
        Description = "Which animation of a glTF file: its name, or its number from 0. Default: the first. 'avatar motion FILE' lists them.",
    };
    readonly Option<string?> _bones = new("--bones")
    {
        Description = "A file with the bones of the joints, for skeletons that are not recognised: lines such as LeftUpperArm = Arm_L, or a JSON "
            + "object. Bones that it does not name are recognised as usual. Default: NAME.bones.txt beside the motion, if it exists.",
    };

    public void AddTo(Command command)
    {
        _facing.AcceptOnlyFromAmong("camera", "keep");
        command.Add(_facing);
        command.Add(_yaw);
        command.Add(_person);
        command.Add(_animation);
        command.Add(_bones);
    }

    /// <exception cref="ArgumentException">--yaw is no angle.</exception>
    public MotionRequest Of(ParseResult parsed)
    {
        var yaw = parsed.GetValue(_yaw);
        if (!(Math.Abs(yaw) <= 3600))
            throw new ArgumentException($"--yaw {yaw}: give degrees, such as 180.");
        return new MotionRequest(parsed.GetValue(_animation), parsed.GetValue(_person), parsed.GetValue(_bones),
            parsed.GetValue(_facing) == "keep" ? Facing.Keep : Facing.Camera, (float)(yaw * Math.PI / 180), RootMotion.InPlace);
    }
}
