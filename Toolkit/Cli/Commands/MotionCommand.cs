using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Avatars.Cli.Generating;
using Avatars.Cli.Inspecting;
using Avatars.Formats;
using Avatars.Pictures;
using Avatars.Rig;

namespace Avatars.Cli.Commands;

/// <summary>avatar motion: skeleton, orientation and size of a motion file, and a contact sheet of it.</summary>
static class MotionCommand
{
    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = $"Motion of a humanoid: {MotionFile.Endings}." };
        var output = new Option<string?>("--out")
        {
            Description = "Picture to write, .png or .jpg: moments of the motion as pose maps, from the front and from the side.",
        };
        var moments = new Option<int>("--moments")
        {
            Description = "How many moments the picture shows, 1 to 32, evenly spread.",
            DefaultValueFactory = _ => 8,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var motions = new MotionOptions();
        var command = new Command("motion", "Prints what was recognised in a motion file: skeleton, up, facing, size, length.") { file, output, moments,
            json };
        motions.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(moments) is not (>= 1 and <= 32 and var count))
                throw new ArgumentException($"--moments {parsed.GetValue(moments)}: give 1 to 32.");
            var path = parsed.GetValue(file)!;
            var request = motions.Of(parsed);
            var motion = request.Read(path);
            var summary = MotionSummary.Of(path, motion, request.Person);
            var picture = parsed.GetValue(output);
            var times = Array.Empty<float>();
            if (picture is not null)
            {
                var clip = request.Retarget(motion);
                times = MotionSheet.Times(clip, count);
                PictureFile.Write(picture, MotionSheet.Draw(clip, StandardHumanoid.Map, times));
            }
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(summary, Json));
            else
                Print(summary, picture, times);
        });
        return command;
    }

    static void Print(MotionSummary summary, string? picture, float[] times)
    {
        Console.WriteLine(summary.File);
        foreach (var (name, value) in summary.Lines())
            Console.WriteLine($"  {name,-10} {value}");
        foreach (var warning in summary.Warnings)
            Console.WriteLine($"  {"warning",-10} {warning}");
        if (picture is null)
            return;
        var moments = string.Join(", ", times.Select(time => time.ToString("0.##", CultureInfo.InvariantCulture)));
        Console.WriteLine($"  {"sheet",-10} {picture}: {moments} s; front above, the person's left side below");
    }
}
