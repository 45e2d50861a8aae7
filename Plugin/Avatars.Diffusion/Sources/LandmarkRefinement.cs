using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Perception;

namespace Avatars.Sources;

/// <summary>
/// Corrects the metric landmarks of a picture: MediaPipe's network guesses depth from the pixels alone; this one sees its guess beside the landmarks in the
/// picture, whose foreshortening and usual poses tell more. A person and its mirror image are corrected alike.
/// </summary>
/// <remarks>As the "simple baseline" of Martinez et al. 2017 (arXiv:1705.03098): a perceptron of two hidden layers, trained on rendered people by
/// <c>Training/landmarks.py</c> on the samples of <c>avatar dataset landmarks</c>.</remarks>
static class LandmarkRefinement
{
    const int Joints = PerceivedPerson.JointCount, LeftHip = 23, RightHip = 24;
    const float HiddenWeight = 0.05f; // of a landmark that is not seen, in the scale between picture and metres
    const float Compress = 0.3f; // of depth in pixels and of visibility, against metres

    static readonly RefinementNetwork Network = ReadNetwork();

    /// <summary>Landmark at the mirrored place.</summary>
    static readonly int[] Mirror = MirrorOf();

    /// <returns>33 points: metres of a person 1.7 m tall, y down, z away from the camera, origin in the middle of the hips.</returns>
    public static Vector3[] Run(IReadOnlyList<PerceivedJoint> joints)
    {
        var (pixels, metres, visibility) = (new Vector3[Joints], new Vector3[Joints], new float[Joints]);
        for (var i = 0; i < Joints; i++)
            (pixels[i], metres[i], visibility[i]) = (joints[i].Pixels, joints[i].Metres, joints[i].Visibility);
        var refined = Run(pixels, metres, visibility);
        var mirrored = Mirrored(Run(Mirrored(pixels), Mirrored(metres), Array.ConvertAll(Mirror, i => visibility[i])));
        for (var i = 0; i < Joints; i++)
            refined[i] = (refined[i] + mirrored[i]) / 2;
        return refined;
    }

    /// <summary>What the network sees: landmarks in the picture at the scale of the metric ones (x right, y up), metric landmarks (z towards the camera), the
    /// picture's depth, visibility.</summary>
    internal static float[] Features(ReadOnlySpan<Vector3> pixels, ReadOnlySpan<Vector3> metres, ReadOnlySpan<float> visibility)
    {
        var flip = new Vector3(1, -1, -1);
        var (flat, deep) = ((pixels[LeftHip] + pixels[RightHip]) / 2, (metres[LeftHip] + metres[RightHip]) / 2);
        var (both, own) = (0f, 0f);
        for (var i = 0; i < Joints; i++)
        {
            var (a, b, weight) = (pixels[i] - flat, metres[i] - deep, visibility[i] + HiddenWeight);
            both += weight * (a.X * b.X + a.Y * b.Y);
            own += weight * (a.X * a.X + a.Y * a.Y);
        }
        var scale = own > 0 ? both / own : 0;
        var features = new float[7 * Joints];
        for (var i = 0; i < Joints; i++)
        {
            var (a, b) = (scale * flip * (pixels[i] - flat), flip * (metres[i] - deep));
            (features[2 * i], features[2 * i + 1]) = (a.X, a.Y);
            (features[2 * Joints + 3 * i], features[2 * Joints + 3 * i + 1], features[2 * Joints + 3 * i + 2]) = (b.X, b.Y, b.Z);
            features[5 * Joints + i] = Compress * a.Z;
            features[6 * Joints + i] = Compress * (visibility[i] - 0.5f);
        }
        return features;
    }

    static Vector3[] Run(Vector3[] pixels, Vector3[] metres, float[] visibility)
    {
        var features = Features(pixels, metres, visibility);
        var change = Network.Run(features);
        var refined = new Vector3[Joints];
        for (var i = 0; i < Joints; i++)
        {
            var at = 2 * Joints + 3 * i;
            refined[i] = new Vector3(features[at] + change[3 * i], -features[at + 1] - change[3 * i + 1], -features[at + 2] - change[3 * i + 2]);
        }
        return refined;
    }

    static Vector3[] Mirrored(Vector3[] points) => Array.ConvertAll(Mirror, i => points[i] with { X = -points[i].X });

    static int[] MirrorOf()
    {
        var mirror = new int[Joints]; // left landmarks are odd and the right ones follow, but for the eyes, which have three points each
        for (var i = 0; i < Joints; i++)
            mirror[i] = i switch { 0 => 0, <= 3 => i + 3, <= 6 => i - 3, _ => i % 2 == 1 ? i + 1 : i - 1 };
        return mirror;
    }

    static RefinementNetwork ReadNetwork()
    {
        using var stream = typeof(LandmarkRefinement).Assembly.GetManifestResourceStream("Avatars.Sources.landmark-refinement.bin")!;
        using var reader = new BinaryReader(stream);
        return new RefinementNetwork(reader);
    }
}
