using System.CommandLine;
using Avatars.Cli.Inspecting;
using Avatars.Pictures;
using Avatars.Solving;

namespace Avatars.Cli.Commands;

/// <summary>avatar hand-shapes: the named hand shapes, listed and drawn.</summary>
static class HandShapesCommand
{
    public static Command Create()
    {
        var names = new Option<string?>("--names") { Description = "Only shapes whose name begins with this, for example asl- or hns-finger2." };
        var output = new Option<string?>("--out") { Description = "Picture to write, .png or .jpg: each shape from the palm and from the thumb's side." };
        var command = new Command("hand-shapes", "Lists the named hand shapes, and draws them.") { names, output };
        command.SetAction(parsed =>
        {
            var start = parsed.GetValue(names) ?? "";
            var shapes = HandShapes.All.Where(shape => shape.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (shapes.Length == 0)
                throw new ArgumentException($"No hand shape's name begins with '{start}'. Leave out --names to see all of them.");
            if (parsed.GetValue(output) is { } picture)
                PictureFile.Write(picture, HandSheet.Draw(shapes, columns: 6));
            foreach (var shape in shapes)
                Console.WriteLine($"{shape.Name,-34} {shape.Description}".TrimEnd());
        });
        return command;
    }
}
