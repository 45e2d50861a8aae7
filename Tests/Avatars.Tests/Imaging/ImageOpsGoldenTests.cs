using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

/// <summary>Resizing and preprocessing, against Pillow, OpenCV and the image processors of the published systems.</summary>
[Category("Golden")]
public sealed class ImageOpsGoldenTests
{
    static IEnumerable<TestCaseData> OfClass(string name) => GoldenCases.Of("image_ops", golden => golden.SourceClass == name);

    static IEnumerable<TestCaseData> Processors => GoldenCases.Of("image_ops", golden => golden.Config.TryGetProperty("image_mean", out _));

    [TestCaseSource(nameof(OfClass), new object[] { "Image.resize" })]
    public void Pillow_resizes(GoldenCase golden)
    {
        golden.RequireConfig("resample", "output_sizes_hw");
        var filter = Enum.Parse<ResizeFilter>(golden.Config.GetProperty("resample").GetString()!, ignoreCase: true);
        var sizes = golden.Config.GetProperty("output_sizes_hw");
        for (var i = 0; i < sizes.GetArrayLength(); i++)
        {
            var resized = PictureResizer.Resize(Picture(golden.Input($"image{i}")), sizes[i][1].GetInt32(), sizes[i][0].GetInt32(), filter);
            golden.Expect($"image{i}", resized.Bytes);
        }
    }

    [TestCaseSource(nameof(Processors))]
    public void Image_processors_prepare(GoldenCase golden)
    {
        var config = golden.Config;
        // The last three name the published class; the conversion to RGB is what our pictures already are.
        golden.RequireConfig("image_mean", "image_std", "size", "crop_size", "resample", "rescale_factor", "do_resize", "do_rescale", "do_normalize",
            "do_center_crop", "do_convert_rgb", "image_processor_type", "_processor_class", "_valid_processor_keys");
        Assert.That(config.GetProperty("rescale_factor").GetDouble(), Is.EqualTo(1 / 255.0).Within(1e-12));
        bool Does(string step) => config.GetProperty(step).GetBoolean();
        var size = config.GetProperty("size");
        Assert.That(config.GetProperty("resample").GetInt32(), Is.EqualTo(3), "bicubic");
        Assert.That(Does("do_resize") && Does("do_rescale") && Does("do_normalize"), "all steps are on");
        var processor = new PictureProcessor(new ChannelNormalization(Floats(config.GetProperty("image_mean")), Floats(config.GetProperty("image_std"))))
        {
            ShortestEdge = size.TryGetProperty("shortest_edge", out var edge) ? edge.GetInt32() : null,
            Size = size.TryGetProperty("height", out _) ? SizeOf(size) : null,
            Crop = Does("do_center_crop") ? SizeOf(config.GetProperty("crop_size")) : null,
        };
        golden.Expect("pixel_values", processor.Run(Picture(golden.Input("image"))).Tensor);
    }

    [TestCaseSource(nameof(OfClass), new object[] { "VaeImageProcessor" })]
    public void The_autoencoder_gets_and_gives_pictures(GoldenCase golden)
    {
        golden.RequireConfig("vae_scale_factor");
        var factor = golden.Config.GetProperty("vae_scale_factor").GetInt32();
        var picture = Picture(golden.Input("image"));
        var signed = PictureProcessor.Vae(null, factor).Run(picture);
        golden.Expect("preprocessed", signed.Tensor);
        golden.Expect("totensor_normalize_half", new PictureProcessor(ChannelNormalization.PlusMinusOne).Run(picture).Tensor);
        golden.Expect("cond_preprocessed_image_do_normalize_false",
            (PictureProcessor.Vae(null, factor) with { Normalization = ChannelNormalization.ZeroToOne }).Run(picture).Tensor);
        foreach (var name in golden.OutputNames.Where(name => name.StartsWith("preprocessed_resized", StringComparison.Ordinal)))
        {
            var shape = golden.Output(name).Shape;
            golden.Expect(name, PictureProcessor.Vae((shape[3], shape[2]), factor).Run(picture).Tensor);
        }
        var decoded = golden.Input("decoded");
        var result = new RgbImage(decoded.Shape[3], decoded.Shape[2]);
        PictureTensor.ReadSigned(decoded.ToFloats(), result);
        golden.Expect("postprocessed", result.Bytes);
    }

    [TestCaseSource(nameof(OfClass), new object[] { "cv2.resize" })]
    public void OpenCv_resizes(GoldenCase golden)
    {
        golden.RequireConfig("cubic_dsize_wh", "linear_dsize_wh");
        var source = golden.Input("float_image");
        var cubic = golden.Config.GetProperty("cubic_dsize_wh");
        golden.Expect("float_cubic", OpenCvResize.Cubic(source.ToFloats(), source.Shape[1], source.Shape[0], source.Shape[2], cubic[0].GetInt32(),
            cubic[1].GetInt32()));
        var linear = golden.Config.GetProperty("linear_dsize_wh");
        golden.Expect("uint8_linear", OpenCvResize.Linear(Picture(golden.Input("uint8_image")), linear[0].GetInt32(), linear[1].GetInt32()).Bytes);
    }

    [TestCaseSource(nameof(OfClass), new object[] { "concat_big_img" })]
    public void Four_pictures_become_a_grid(GoldenCase golden)
    {
        golden.RequireConfig("width", "height");
        var (width, height) = SizeOf(golden.Config);
        var pictures = Enumerable.Range(0, 4).Select(i => Picture(golden.Input($"image{i}"))).ToArray();
        golden.Expect("grid", PictureGrid.Join(pictures, width, height).Bytes);
        var shape = golden.Input("flag0").Shape;
        var flags = new byte[4 * golden.Input("flag0").Count];
        for (var i = 0; i < 4; i++)
            PictureGrid.Paste(golden.Input($"flag{i}").Bytes.Span, shape[1], shape[0], i, flags);
        golden.Expect("flag_grid", flags);
    }

    static (int Width, int Height) SizeOf(JsonElement size) => (size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32());

    static float[] Floats(JsonElement array) => array.EnumerateArray().Select(number => number.GetSingle()).ToArray();

    static RgbImage Picture(GoldenTensor tensor) => new(tensor.Shape[1], tensor.Shape[0], tensor.Bytes.ToArray());
}
