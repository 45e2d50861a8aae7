using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>The time step of a diffusion model as a vector.</summary>
public static class TimeLayers
{
    /// <summary>Sinusoids of frequencies 1 to 1/10000 (Ho et al. 2020, as diffusers' Timesteps).</summary>
    /// <param name="timestep">[B].</param>
    /// <param name="cosineFirst">diffusers' flip_sin_to_cos.</param>
    /// <param name="frequencyShift">diffusers' downscale_freq_shift.</param>
    /// <returns>[B, <paramref name="channels"/>].</returns>
    public static Value Sinusoids(this Graph graph, Value timestep, int channels, bool cosineFirst = true, float frequencyShift = 0)
    {
        var half = channels / 2;
        var frequencies = new float[half];
        for (var i = 0; i < half; i++)
            frequencies[i] = (float)Math.Exp(-Math.Log(10000) * i / (half - frequencyShift));
        var angles = graph.Multiply(graph.Reshape(timestep, Value.Batch, 1), graph.Constant([1, half], frequencies), "time_angles");
        var cosine = graph.Add("Cos", "time_cosine", [angles], angles.Shape);
        var sine = graph.Add("Sin", "time_sine", [angles], angles.Shape);
        return cosineFirst ? graph.Concat("time_proj", 1, cosine, sine) : graph.Concat("time_proj", 1, sine, cosine);
    }

    /// <summary>linear_1, the activation, linear_2 (diffusers' TimestepEmbedding).</summary>
    public static Value TimeMlp(this Graph graph, Value x, string stem, int width, string activation = "silu") =>
        graph.Linear(graph.Activate(graph.Linear(x, stem + ".linear_1", width), activation), stem + ".linear_2", width);
}
