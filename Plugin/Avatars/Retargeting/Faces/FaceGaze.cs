using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>Where the eyes look, from the place of the irises on the eyeballs.</summary>
internal sealed class FaceGaze
{
    public const int Right = 0, Left = 1;

    const float EyeRadius = 0.0153f; // metres from the eyeball's centre to the iris: MakeHuman's eyes
    const float Largest = 0.8f; // of the radius: an iris beyond is a wrong landmark

    static readonly int[] Irises = [FaceTrack.RightIris, FaceTrack.LeftIris];

    /// <summary>The corners of the lids: the eyeball lies between them, whatever the shape of the face.</summary>
    static readonly (int Outer, int Inner)[] Corners = [(33, 133), (263, 362)];

    readonly FaceBasis _basis;
    readonly Vector3[] _fromCorners; // eyeball's centre from the corners' middle, in the head's axes
    readonly (int Outer, int Inner)[] _corners; // indices of the basis

    public FaceGaze(FaceBasis basis, int frames)
    {
        _basis = basis;
        _corners = Array.ConvertAll(Corners, pair => (Array.IndexOf(basis.Points, pair.Outer), Array.IndexOf(basis.Points, pair.Inner)));
        _fromCorners = [.. basis.Eyes];
        for (var eye = 0; eye < 2; eye++)
            _fromCorners[eye] -= (basis.Average[_corners[eye].Outer] + basis.Average[_corners[eye].Inner]) / 2;
        (Yaw, Pitch) = ([new float[frames], new float[frames]], [new float[frames], new float[frames]]);
        foreach (var list in new[] { Yaw[0], Yaw[1], Pitch[0], Pitch[1] })
            Array.Fill(list, float.NaN);
    }

    /// <summary>[eye, frame]: degrees to the person's left; NaN where no iris is seen.</summary>
    public float[][] Yaw { get; }

    /// <summary>[eye, frame]: degrees upwards.</summary>
    public float[][] Pitch { get; }

    public void Add(int frame, ReadOnlySpan<Vector2> seen, FaceFit fit, Func<int, bool> isOpen)
    {
        for (var eye = 0; eye < 2; eye++)
        {
            var iris = seen[Irises[eye]];
            var corners = (seen[_basis.Points[_corners[eye].Outer]] + seen[_basis.Points[_corners[eye].Inner]]) / 2;
            if (float.IsNaN(iris.X + corners.X) || !isOpen(eye))
                continue;
            var centre = Vector3.Transform(_fromCorners[eye], fit.Rotation);
            var aside = (iris - corners) / fit.Scale - new Vector2(centre.X, centre.Y);
            if (aside.Length() is var length && length > Largest * EyeRadius)
                aside *= Largest * EyeRadius / length;
            var forward = MathF.Sqrt(EyeRadius * EyeRadius - aside.LengthSquared());
            var look = Vector3.Transform(new Vector3(aside.X, aside.Y, forward) / EyeRadius, Quaternion.Conjugate(fit.Rotation));
            Yaw[eye][frame] = MathF.Atan2(look.X, look.Z) * 180 / MathF.PI;
            Pitch[eye][frame] = MathF.Asin(Math.Clamp(look.Y, -1, 1)) * 180 / MathF.PI;
        }
    }
}
