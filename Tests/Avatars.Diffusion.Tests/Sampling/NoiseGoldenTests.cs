using Avatars.Fixtures;

namespace Avatars.Sampling;

[Category("Golden")]
public sealed class NoiseGoldenTests
{
    static IEnumerable<TestCaseData> ForwardProcesses() => GoldenCases.Of("forward_process");

    static IEnumerable<TestCaseData> Guidances() => GoldenCases.Of("guidance");

    [TestCaseSource(nameof(ForwardProcesses))]
    public void Noises_as_the_published_schedulers_do(GoldenCase golden)
    {
        var schedule = PublishedScheduler.ReadSchedule(golden.Config);
        var (clean, gaussian) = (golden.Input("sample").ToFloats(), golden.Input("noise").ToFloats());
        var timesteps = golden.Input("timesteps").ToIntegers();
        var length = clean.Length / timesteps.Length;
        var (noisy, velocity) = (new float[clean.Length], new float[clean.Length]);
        for (var i = 0; i < timesteps.Length; i++)
        {
            var part = new Range(i * length, (i + 1) * length);
            var level = schedule.Level((int)timesteps[i]);
            level.AddNoise(clean.AsSpan(part), gaussian.AsSpan(part), noisy.AsSpan(part));
            level.Velocity(clean.AsSpan(part), gaussian.AsSpan(part), velocity.AsSpan(part));
        }

        golden.Expect("noisy", noisy);
        golden.Expect("velocity", velocity);
        golden.Expect("betas", Enumerable.Range(0, schedule.Count).Select(schedule.Beta).ToArray());
        golden.Expect("alphas_cumprod", Enumerable.Range(0, schedule.Count).Select(schedule.AlphaBar).ToArray());
    }

    [TestCaseSource(nameof(Guidances))]
    public void Guides_and_rescales_as_the_published_pipelines_do(GoldenCase golden)
    {
        golden.RequireConfig("guidance_scale", "guidance_rescale");
        var conditional = golden.Input("noise_pred_cond");
        var guided = new float[conditional.Count];
        var scale = golden.Config.GetProperty("guidance_scale").GetSingle();
        Guidance.Combine(golden.Input("noise_pred_uncond").ToFloats(), conditional.ToFloats(), scale, guided);
        golden.Expect("guided", guided);

        var pictures = conditional.Shape[0];
        var length = guided.Length / pictures;
        for (var i = 0; i < pictures; i++)
            Guidance.Rescale(guided.AsSpan(i * length, length), conditional.ToFloats().AsSpan(i * length, length),
                golden.Config.GetProperty("guidance_rescale").GetSingle());
        golden.Expect("rescaled", guided);
    }
}
