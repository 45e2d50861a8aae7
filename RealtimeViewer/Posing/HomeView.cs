using System.Numerics;

namespace Avatars.Viewer.Posing;

/// <summary>Where the camera stands at first: before the person, who stays in the picture for the whole clip, from head to foot or the upper body alone.</summary>
static class HomeView
{
    const float FieldOfView = 0.6f; // radians
    const float Pitch = 0.06f;
    const float Flesh = 0.12f; // metres of body and hair around the joints
    const float Margin = 1.08f;
    const int Samples = 60;

    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    public static OrbitView Of(PosedRig rig, bool waistUp = false)
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        for (var i = 0; i < Samples; i++)
        {
            rig.Sample(rig.Clip.Length * i / Samples, isInPlace: true);
            for (var joint = 0; joint < rig.Model.Length; joint++)
            {
                if (waistUp && rig.Map.IsBelowWaist(joint))
                    continue;
                low = Vector3.Min(low, rig.Model[joint].Translation - new Vector3(Flesh));
                high = Vector3.Max(high, rig.Model[joint].Translation + new Vector3(Flesh));
            }
        }
        var middle = (low + high) / 2;
        var half = (high - low) / 2;
        var reach = MathF.Max(half.Y, MathF.Max(half.X, half.Z)) * Margin;
        var distance = reach / MathF.Tan(FieldOfView / 2) + MathF.Min(half.Z, reach) * 0.5f;
        return new OrbitView(new Vector3(0, middle.Y, 0), 0, Pitch, distance, FieldOfView);
    }
}
