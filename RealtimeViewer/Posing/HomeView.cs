using Avatars.Body;
using Avatars.PoseMaps;

namespace Avatars.Viewer.Posing;

/// <summary>The initial camera: in front of the person, who is in the picture for the whole clip, from head to foot or only the upper body.</summary>
static class HomeView
{
    const float FieldOfView = 0.6f; // radians
    const float Pitch = 0.06f;
    const int Samples = 60;

    /// <param name="fitted">The person in the picture; null where that is not known.</param>
    /// <param name="width">Of the frames, pixels.</param>
    public static OrbitView Of(PoseSampler rig, Framing framing, AnalysedPerson? fitted, int width, int height) =>
        framing == Framing.Picture && fitted is not null && PictureFraming.Of(fitted, width, height) is { } view
            ? new OrbitView(view.Target, 0, 0, view.Distance, view.VerticalFieldOfView) : Of(rig, waistUp: framing == Framing.UpperBody);

    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    public static OrbitView Of(PoseSampler rig, bool waistUp = false)
    {
        var framing = new PersonFraming(rig.Map);
        var length = float.IsInfinity(rig.Source.Length) ? 0 : rig.Source.Length; // live input: the pose of now
        for (var i = 0; i < Samples; i++)
        {
            rig.Sample(length * i / (Samples - 1), isInPlace: true);
            framing.Add(rig.Model, waistUp);
        }
        var (target, distance) = framing.Fit(yaw: 0, Pitch, FieldOfView);
        return new OrbitView(target, 0, Pitch, distance, FieldOfView);
    }
}
