using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Published configurations have the published numbers of parameters and tensors; no weight is allocated for that.</summary>
public sealed class PublishedSizeTests
{
    static IEnumerable<TestCaseData> Published()
    {
        yield return Case("UNet of Stable Diffusion 1.5", 859_520_964, 686, new UNet2DCondition(UNet2DConditionConfiguration.StableDiffusion15).Build());
        yield return Case("UNet of Stable Diffusion 2.1", 865_910_724, 686, new UNet2DCondition(UNet2DConditionConfiguration.StableDiffusion21).Build());
        yield return Case("UNet of FPDM", 867_485_636, 690, new UNet2DCondition(UNet2DConditionConfiguration.FpdmPublished).Build());
        yield return Case("UNet of FPDM, in two graphs", 867_485_636, 690,
            new UNet2DCondition(UNet2DConditionConfiguration.FpdmPublished).BuildSource(),
            new UNet2DCondition(UNet2DConditionConfiguration.FpdmPublished).BuildStep());
        yield return Case("UNet of PCDMs stage 2", 868_876_804, 690, new UNet2DCondition(UNet2DConditionConfiguration.PcdmsInpainting).Build());
        yield return Case("UNet of PCDMs stage 3", 865_922_244, 686, new UNet2DCondition(UNet2DConditionConfiguration.PcdmsRefining).Build());
        yield return Case("UNet of PCDMs' demo", 865_925_124, 686, new UNet2DCondition(UNet2DConditionConfiguration.PcdmsDemo).Build());
        yield return Case("prior of PCDMs", 1_027_166_208, 354, new PriorTransformer(PriorTransformerConfiguration.Published).Build());
        yield return Case("UNet of IMAGPose stage 1", 859_535_364, 686, new UNet2DCondition(UNet2DConditionConfiguration.ImagPoseStage1).Build());
        yield return Case("UNet of IMAGPose", 1_312_744_644, 1_232, new UNet2DCondition(UNet2DConditionConfiguration.ImagPosePublished).Build());
        yield return Case("UNet of IMAGPose, in two graphs", 1_312_744_644, 1_232,
            new UNet2DCondition(UNet2DConditionConfiguration.ImagPosePublished).BuildSource(),
            new UNet2DCondition(UNet2DConditionConfiguration.ImagPosePublished).BuildStep());
        yield return Case("patch embedding of IMAGPose", 787_200, 2, new PatchEmbedding(new() { Height = 64, Width = 64 }).Build());
        yield return Case("autoencoder", 83_653_863, 248, new AutoencoderKl(AutoencoderKlConfiguration.FpdmPublished).BuildEncoder(),
            new AutoencoderKl(AutoencoderKlConfiguration.FpdmPublished).BuildDecoder());
        yield return Case("autoencoder's encoder", 34_163_592 + 72, 108, new AutoencoderKl(AutoencoderKlConfiguration.FpdmPublished).BuildEncoder());
        yield return Case("autoencoder's decoder", 49_490_179 + 20, 140, new AutoencoderKl(AutoencoderKlConfiguration.FpdmPublished).BuildDecoder());
        yield return Case("CLIP ViT-L/14", 303_966_208, 392, new ClipVision(ClipVisionConfiguration.VitL14).Build());
        yield return Case("CLIP ViT-H/14", 632_076_800, 520, new ClipVision(ClipVisionConfiguration.VitH14).Build());
        yield return Case("DINOv2 base", 86_580_480, 223, new Dinov2(Dinov2Configuration.Base).Build());
        yield return Case("DINOv2 large", 304_368_640, 439, new Dinov2(Dinov2Configuration.Large).Build());
        yield return Case("DINOv2 giant", 1_136_480_768, 727, new Dinov2(Dinov2Configuration.Giant).Build());
        yield return Case("combiner", 4_133_377, 12, new Combiner(CombinerConfiguration.Published).Build());
        yield return Case("pose encoder", 1_086_480, 16, new PoseEncoder(PoseEncoderConfiguration.FpdmPublished).Build());
        yield return Case("source projector", 1_576_192, 6, new SourceProjector(SourceProjectorConfiguration.Published).Build());
        yield return Case("source projector of PCDMs", 1_969_408, 6, new SourceProjector(SourceProjectorConfiguration.PcdmsPublished).Build());
    }

    static TestCaseData Case(string name, long parameters, int tensors, params Graph[] graphs) =>
        new TestCaseData(parameters, tensors, graphs).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Published))]
    public void Counts_are_the_published_ones(long parameters, int tensors, Graph[] graphs)
    {
        Assert.That(graphs.Sum(graph => graph.ParameterCount), Is.EqualTo(parameters));
        Assert.That(graphs.SelectMany(graph => graph.Weights).Select(weight => weight.Name).Distinct().Count(), Is.EqualTo(tensors));
    }
}
