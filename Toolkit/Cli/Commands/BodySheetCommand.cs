using System.CommandLine;
using Avatars.Body;
using Avatars.Datasets.BodyModels;
using Avatars.Files;
using Avatars.Pictures;

namespace Avatars.Cli.Commands;

/// <summary>avatar body sheet: a body file's shapes and expressions in one picture.</summary>
static class BodySheetCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("body") { Description = "Body file." };
        var content = new Option<string>("--of")
        {
            Description = "sliders: each at both ends; shapes: each direction at -2 and 2 standard deviations; expressions: the face at rest and each at 1.",
            DefaultValueFactory = _ => "sliders",
        };
        content.AcceptOnlyFromAmong("sliders", "shapes", "expressions");
        var size = new Option<int>("--size") { Description = "Side of one picture, pixels.", DefaultValueFactory = _ => 200 };
        var columns = new Option<int>("--columns") { Description = "Pictures in a row.", DefaultValueFactory = _ => 8 };
        var output = new Option<string>("--out") { Description = "PNG or JPEG to write.", Required = true };
        var command = new Command("sheet", "Draws a body file's shapes or expressions in one picture.") { input, content, size, columns, output };
        command.SetAction(parsed =>
        {
            WholeFile.RequireWritable(parsed.GetValue(output)!);
            DatasetCommand.Require(parsed.GetValue(size) is >= 32 and <= 1024, "--size", parsed.GetValue(size), "32 to 1024");
            DatasetCommand.Require(parsed.GetValue(columns) is >= 1 and <= 64, "--columns", parsed.GetValue(columns), "1 to 64");
            var sheet = new BodySheet(BodyFile.Read(parsed.GetValue(input)!), parsed.GetValue(size));
            switch (parsed.GetValue(content))
            {
                case "sliders": sheet.AddSliders(); break;
                case "shapes": sheet.AddShapes(); break;
                default: sheet.AddExpressions(); break;
            }
            PictureFile.Write(parsed.GetValue(output)!, sheet.Draw(parsed.GetValue(columns)));
            Console.WriteLine(parsed.GetValue(output));
        });
        return command;
    }
}
