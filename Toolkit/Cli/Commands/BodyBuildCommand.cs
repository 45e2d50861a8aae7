using System.CommandLine;
using System.Globalization;
using Avatars.Body;
using Avatars.Datasets.BodyModels;
using Avatars.Datasets.MakeHuman;
using Avatars.Files;

namespace Avatars.Cli.Commands;

/// <summary>avatar body build: the body model from MakeHuman's assets.</summary>
static class BodyBuildCommand
{
    const int TestPeople = 100;

    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var output = new Option<string>("--out") { Description = "Body file to write, for example Models/body/human.body.", Required = true };
        var command = new Command("build", "Builds the body model from MakeHuman's assets and measures how well it shows other bodies.") { assets, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            WholeFile.RequireWritable(path);
            var builder = new BodyModelBuilder(new MakeHumanLibrary(parsed.GetValue(assets)!));
            var model = builder.Build();
            var residuals = builder.Residuals(model, TestPeople).ToArray();
            BodyFile.Write(path, model);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {model.VertexCount} vertices, {model.Mesh.TriangleCount} triangles, {model.Shapes.Count} shape directions, "
                + $"{model.Expressions.Count} expressions, {new FileInfo(path).Length / 1e6:0.00} MB"));
            foreach (var row in residuals)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Region}: {1000 * row.Fitted:0.0} mm from {TestPeople} other bodies ({1000 * row.Average:0.0} mm at the average shape)"));
        });
        return command;
    }
}
