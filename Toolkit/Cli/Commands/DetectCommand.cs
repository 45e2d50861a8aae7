using System.CommandLine;
using Avatars.Cli.Detecting;
using Avatars.Perception;

namespace Avatars.Cli.Commands;

/// <summary>avatar detect: the pose of a person in a picture, or over a film.</summary>
static class DetectCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("INPUT")
        {
            Description = "Picture (.png, .jpg), film (any that ffmpeg reads), or folder of pictures.",
        };
        var output = new Option<string>("--out")
        {
            Description = "File to write: .pose (MediaPipe Holistic's points), .json (--format), or .bvh (a moving skeleton).",
            Required = true,
        };
        var format = new Option<string?>("--format")
        {
            Description = $"Kind of JSON: {DetectionOutput.Formats}. Default: avatar, which has everything.",
        };
        format.AcceptOnlyFromAmong("avatar", "openpose", "openpose18", "coco133");
        var overlay = new Option<string?>("--overlay")
        {
            Description = "What was found, drawn over the picture (.png, .jpg), the film (.mp4), or all pictures of a folder (a new folder).",
        };
        var person = new Option<int?>("--person") { Description = "Which person, from 1, the largest. Default: the largest." };
        var model = new Option<string>("--pose")
        {
            Description = "Network for the body: lite (fastest), full, or heavy (slowest).",
            DefaultValueFactory = _ => "full",
        };
        model.AcceptOnlyFromAmong("lite", "full", "heavy");
        var raw = new Option<bool>("--no-smoothing") { Description = "Leaves each frame of a film as it was found; else jitter is taken out." };
        var rate = new Option<double?>("--fps")
        {
            Description = "For a folder: its pictures are the frames of a film, so many a second, in the order of their names. Else each is for itself.",
        };
        var command = new Command("detect", "Finds a person in a picture, a film or a folder of pictures: joints, hands, face.")
        {
            input, output, format, overlay, person, model, raw, rate,
        };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(person) is < 1)
                throw new ArgumentException($"--person {parsed.GetValue(person)}: people count from 1, the largest.");
            if (parsed.GetValue(rate) is { } framesPerSecond && !(framesPerSecond is >= 0.1 and <= 1000))
                throw new ArgumentException($"--fps {framesPerSecond}: give 0.1 to 1000 frames a second.");
            var path = parsed.GetValue(input)!;
            if (parsed.GetValue(rate) is not null && !Directory.Exists(path))
                throw new ArgumentException("--fps is for folders of pictures; a film tells its own frames a second.");
            var target = new DetectionOutput(parsed.GetValue(output)!, parsed.GetValue(format));
            var network = Enum.Parse<PoseModel>(parsed.GetValue(model)!, ignoreCase: true);
            Detection.Run(new DetectionRequest(path, target, parsed.GetValue(overlay), parsed.GetValue(person), network, !parsed.GetValue(raw),
                parsed.GetValue(rate)), stop);
            Console.WriteLine(parsed.GetValue(output));
            return Task.FromResult(0);
        });
        return command;
    }
}
