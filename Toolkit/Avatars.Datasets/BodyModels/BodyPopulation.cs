using System.Numerics;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.BodyModels;

/// <summary>Bodies of random people, the population that the model's shape directions describe. Hips at the origin.</summary>
sealed class BodyPopulation
{
    /// <summary>MakeHuman's heaviest body, at 1, is not very heavy: the same change goes on beyond it.</summary>
    public const float Heaviest = 1.7f;

    static readonly string[] FaceParts = ["head", "nose", "mouth", "eyes", "chin", "cheek", "ears", "forehead", "eyebrows"];
    static readonly string[] BodyParts = ["torso", "hip", "arms", "legs", "neck", "hands", "feet", "buttocks", "stomach"];

    public BodyPopulation(MakeHumanLibrary library, BodyVertices vertices, BodyJointsBuilder joints, string label, int count)
    {
        Vertices = new Vector3[count][];
        Joints = new Vector3[count][];
        Parallel.For(0, count, i =>
        {
            var random = new SeededRandom("body population " + label, 1, (ulong)i);
            var positions = (Vector3[])library.BaseMesh.Positions.Clone();
            library.Targets.Apply(Shape(random), positions);
            foreach (var slider in library.Targets.Sliders.Values)
                if (Reach(slider) is > 0 and var reach)
                    library.Targets.Apply(slider.Name, Math.Clamp(reach * random.Normal(), slider.Negative.Length > 0 ? -1 : 0, 1), positions);
            (Vertices[i], Joints[i]) = Aligned(library, vertices, joints, positions);
        });
    }

    /// <summary>[person][vertex], metres.</summary>
    public Vector3[][] Vertices { get; }

    /// <summary>[person][joint], metres.</summary>
    public Vector3[][] Joints { get; }

    /// <summary>The model's vertices and joints of a body, moved so that the hips are at the origin.</summary>
    public static (Vector3[] Vertices, Vector3[] Joints) Aligned(MakeHumanLibrary library, BodyVertices vertices, BodyJointsBuilder joints,
        Vector3[] positions)
    {
        var located = joints.Locate(library, positions);
        var hips = located[0];
        return (Array.ConvertAll(vertices.Take(positions), vertex => vertex - hips), Array.ConvertAll(located, joint => joint - hips));
    }

    static MacroShape Shape(SeededRandom random)
    {
        var (african, asian, caucasian) = (random.Unit(), random.Unit(), random.Unit());
        var gender = random.Unit();
        return new MacroShape
        {
            Gender = gender < 0.4f ? gender / 4 : gender > 0.6f ? 1 - (1 - gender) / 4 : random.Unit(),
            Age = random.Chance(0.12f) ? random.Between(0.19f, 0.42f) : random.Between(0.42f, 0.92f),
            Muscle = Math.Clamp(0.5f + 0.25f * random.Normal(), 0.05f, 1.2f),
            Weight = Math.Clamp(0.6f + 0.35f * random.Normal(), 0, Heaviest),
            Height = Math.Clamp(0.5f + 0.09f * random.Normal(), 0.25f, 0.75f),
            Proportions = random.Between(0.2f, 0.9f),
            Cup = random.Between(0.2f, 0.8f),
            Firmness = random.Between(0.3f, 0.8f),
            African = african * african,
            Asian = asian * asian,
            Caucasian = caucasian * caucasian,
        };
    }

    /// <summary>Standard deviation of a detail slider.</summary>
    static float Reach(TargetLibrary.Slider slider) =>
        slider.Name.Contains("pregnant", StringComparison.Ordinal) || slider.Part is not "head" && slider.Name.Contains("-trans-", StringComparison.Ordinal)
            && BodyParts.Contains(slider.Part) ? 0
        : FaceParts.Contains(slider.Part) ? 0.22f
        : slider.Name.StartsWith("measure-", StringComparison.Ordinal) || slider.Name.Contains("height", StringComparison.Ordinal) ? 0.3f
        : BodyParts.Contains(slider.Part) ? 0.2f : 0;
}
