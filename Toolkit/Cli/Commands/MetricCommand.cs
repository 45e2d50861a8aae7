using System.CommandLine;
using Avatars.ModelBuilding.Importing;

namespace Avatars.Cli.Commands;

/// <summary>avatar metric: networks that compare pictures, filled from published files.</summary>
static class MetricCommand
{
    public static Command Create() => new("metric", "Fills networks that compare pictures (LPIPS, FID) from published files.") { Import() };

    static Command Import()
    {
        var metric = new Option<string>("--metric") { Description = $"Which: {string.Join(", ", MetricImport.Names)}.", Required = true };
        var backbone = new Option<string>("--backbone")
        {
            Description = "torchvision's weights of alexnet, vgg16 or inception_v3: a .pth or .safetensors file.",
            Required = true,
        };
        var head = new Option<string?>("--head") { Description = "LPIPS' own weights, v0.1/alex.pth or vgg.pth. None for fid." };
        var size = new Option<string>("--size")
        {
            Description = "Of the pictures to compare; others are resized to it.",
            DefaultValueFactory = _ => "256x256",
        };
        var output = new Option<string>("--out") { Description = "Folder for METRIC.onnx; several metrics may share it.", Required = true };
        var command = new Command("import", "Writes METRIC.onnx from published weights. No code in them is run.") { metric, backbone, head, size, output };
        command.SetAction(parsed =>
        {
            var (width, height) = Size.Parse(parsed.GetValue(size)!, "--size");
            using var import = new MetricImport(parsed.GetValue(metric)!, parsed.GetValue(backbone)!, parsed.GetValue(head), height, width);
            Console.WriteLine($"{import.Save(parsed.GetValue(output)!)}: for pictures of {width}x{height}");
        });
        return command;
    }
}
