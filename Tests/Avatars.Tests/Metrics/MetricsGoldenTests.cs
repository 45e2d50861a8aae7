using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

/// <summary>Against the numbers of the published evaluation code.</summary>
[Category("Golden")]
public sealed class MetricsGoldenTests
{
    static IEnumerable<TestCaseData> Cases(string input) => GoldenCases.Of("metrics", golden => golden.InputNames.Contains(input));

    [TestCaseSource(nameof(Cases), new object[] { "prediction" })]
    public void Reconstruction_is_measured(GoldenCase golden)
    {
        golden.RequireConfig("img_size_wh");
        var size = golden.Config.GetProperty("img_size_wh");
        var (width, height) = (size[0].GetInt32(), size[1].GetInt32());
        var (truth, prediction) = (Picture(golden.Input("ground_truth")), Picture(golden.Input("prediction")));
        var (pcdms, fpdm) = (Reconstruction.Pcdms(truth, prediction, width, height), Reconstruction.Fpdm(truth, prediction, width, height));
        var (bytes, wanted) = (PictureValues.OfBytes(prediction), PictureValues.OfBytes(truth));
        double range = bytes.Values.Max() - bytes.Values.Min();
        foreach (var name in golden.OutputNames)
            golden.Expect(name, [name switch
            {
                "pcdms_psnr" => pcdms.Psnr,
                "pcdms_ssim" => pcdms.Ssim,
                "pcdms_ssim_256" => pcdms.GaussianSsim,
                "pcdms_mae" => pcdms.RelativeL1,
                "pcdms_l1" => pcdms.L1,
                "fpdm_psnr" => fpdm.Psnr,
                "fpdm_ssim" => fpdm.Ssim,
                "fpdm_ssim_256" => fpdm.GaussianSsim,
                "fpdm_mae" => fpdm.RelativeL1,
                "fpdm_l1" => fpdm.L1,
                "pcdms_stage2_ssim" => Ssim.Gaussian12.Compare(wanted, bytes, range),
                "pcdms_stage3_ssim" => Ssim.Gaussian(1.2, isSampleCovariance: true).Compare(wanted, bytes, 255),
                "fpdm_validation_ssim256" => Ssim.Gaussian15.Compare(wanted, bytes, range),
                "fpdm_validation_ssim" => Ssim.Uniform51.Compare(PictureValues.OfUnit(truth), PictureValues.OfUnit(prediction), 1),
                "fpdm_validation_psnr" => PixelErrors.Psnr(PictureValues.OfUnit(truth), PictureValues.OfUnit(prediction), 1),
                _ => throw new NotSupportedException($"No measure is known as '{name}'."),
            }]);
    }

    [TestCaseSource(nameof(Cases), new object[] { "index_features" })]
    public void Retrieval_is_ranked(GoldenCase golden)
    {
        golden.RequireConfig("index", "queries");
        var (gallery, queries) = (golden.Input("index_features").ToFloats(), golden.Input("predicted_features").ToFloats());
        var dimensions = golden.Input("index_features").Shape[1];
        var (targets, references) = (golden.Input("target_index").ToIntegers(), golden.Input("reference_index").ToIntegers());
        var groups = golden.Input("group_members").ToIntegers().Chunk(golden.Input("group_members").Shape[1])
            .Select(group => Array.ConvertAll(group, member => (int)member)).ToArray();
        int Rank(int i, bool inGroup, bool withoutReference) => Retrieval.RankOf(
            queries.AsSpan(i * dimensions, dimensions), gallery, (int)targets[i], inGroup ? groups[i] : [], withoutReference ? (int)references[i] : -1);
        foreach (var name in golden.OutputNames)
        {
            var (inGroup, withoutReference) = (name.Contains("group", StringComparison.Ordinal), name.StartsWith("cirr", StringComparison.Ordinal));
            var ranks = Enumerable.Range(0, targets.Length).Select(i => Rank(i, inGroup, withoutReference)).ToArray();
            golden.Expect(name, [100 * Retrieval.Recall(ranks, int.Parse(name.AsSpan(name.LastIndexOf("at", StringComparison.Ordinal) + 2)))]);
        }
    }

    static RgbImage Picture(GoldenTensor tensor) => new(tensor.Shape[1], tensor.Shape[0], tensor.Bytes.ToArray());
}
