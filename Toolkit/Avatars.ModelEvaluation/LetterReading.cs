using System.Numerics;
using Avatars.Solving;

namespace Avatars.ModelEvaluation;

/// <summary>Reads a fingerspelled letter off the joints of a hand in a picture: the letter whose bones are nearest.</summary>
/// <remarks>In the picture and not in space, because a network that sees one picture guesses depth.</remarks>
public sealed class LetterReading
{
    const int Bones = 20;

    readonly List<(char Letter, Vector2[] Bones, float[] Degrees)> _letters = [];

    /// <param name="joints">21 of the right hand, pixels.</param>
    /// <param name="inSpace">The same: x right and y down in the picture, z away from the camera, any unit.</param>
    public void Add(char letter, ReadOnlySpan<Vector2> joints, ReadOnlySpan<Vector3> inSpace) =>
        _letters.Add((letter, BonesOf(joints), Degrees(inSpace)));

    /// <summary>The letter with the least sum of squared differences between bones, both hands scaled to the same length of all bones.</summary>
    /// <param name="joints">21 of the right hand, pixels.</param>
    public char Nearest(ReadOnlySpan<Vector2> joints)
    {
        var bones = BonesOf(joints);
        return _letters.MinBy(letter => letter.Bones.Zip(bones, Vector2.DistanceSquared).Sum()).Letter;
    }

    /// <summary>The letter with the most similar joint angles, whatever the hand's orientation.</summary>
    /// <param name="inSpace">As <see cref="Add"/> takes it.</param>
    public char NearestByAngles(ReadOnlySpan<Vector3> inSpace)
    {
        var degrees = Degrees(inSpace);
        return _letters.MinBy(letter => HandShape.Distance(letter.Degrees, degrees)).Letter;
    }

    /// <summary>Vectors of the bones; their squares add up to 1.</summary>
    static Vector2[] BonesOf(ReadOnlySpan<Vector2> joints)
    {
        var bones = new Vector2[Bones];
        for (var i = 0; i < Bones; i++)
            bones[i] = joints[i + 1] - joints[i % 4 == 0 ? 0 : i];
        var length = MathF.Sqrt(bones.Sum(bone => bone.LengthSquared()));
        return Array.ConvertAll(bones, bone => bone / length);
    }

    static float[] Degrees(ReadOnlySpan<Vector3> joints)
    {
        var points = new Vector3[joints.Length];
        for (var i = 0; i < points.Length; i++)
            points[i] = joints[i] * new Vector3(1, -1, -1);
        var degrees = new float[HandShape.AngleCount];
        HandShapeFit.TryRead(points, left: false, degrees);
        return degrees;
    }
}
