using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using System;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Exporting;

/// <summary>Writes a motion as a C# script: a Unity behaviour that plays the muscle curves of a humanoid.</summary>
internal static class MotionScript
{
    const float Tolerance = 0.002f; // of a muscle value: keys that a line between their neighbours replaces are left out

    /// <param name="clip">On the skeleton of <paramref name="map"/>.</param>
    /// <param name="name">Of the class.</param>
    public static string Of(AnimationClip clip, HumanoidMap map, string name)
    {
        var muscles = new MuscleSpace(map);
        var placement = new BodyPlacement(map);
        var local = new JointTransform[map.Skeleton.Count];
        var frames = clip.FrameCount;
        var times = new float[frames];
        var channels = new float[Muscles.Count + 7][];
        for (var i = 0; i < channels.Length; i++)
            channels[i] = new float[frames];
        Span<float> values = stackalloc float[Muscles.Count];
        for (var frame = 0; frame < frames; frame++)
        {
            times[frame] = MathF.Min(frame / clip.FrameRate, clip.Length);
            clip.Sample(times[frame], local);
            muscles.Read(local, values);
            for (var i = 0; i < Muscles.Count; i++)
                channels[i][frame] = values[i];
            var (position, rotation) = placement.Read(local);
            // Unity's space is left-handed: x of positions, y and z of rotations change their sign.
            float[] body = [-position.X, position.Y, position.Z, rotation.X, -rotation.Y, -rotation.Z, rotation.W];
            if (frame > 0 && Enumerable.Range(3, 4).Sum(k => body[k] * channels[Muscles.Count + k][frame - 1]) < 0)
                for (var k = 3; k < 7; k++)
                    body[k] = -body[k];
            for (var k = 0; k < 7; k++)
                channels[Muscles.Count + k][frame] = body[k];
        }
        return Write(name, clip, times, channels);
    }

    static string Write(string name, AnimationClip clip, float[] times, float[][] channels)
    {
        var text = new StringBuilder();
        text.Append($$"""
            // The motion "{{clip.Name.Replace("\r", " ").Replace("\n", " ")}}" as muscle curves. Put this script on a humanoid with an Animator.
            using UnityEngine;

            public class {{name}} : MonoBehaviour
            {
                public bool loop = true;

                // Muscle index of Unity's HumanTrait, then time and value pairs. 95 to 97: body position; 98 to 101: body rotation.
                static readonly float[][] Curves =
                {

            """);
        for (var i = 0; i < channels.Length; i++)
        {
            var keys = Keys(times, channels[i]);
            if (i < Muscles.Count && keys.Count == 1 && channels[i][0] == 0)
                continue;
            text.Append("        new float[] { ").Append(i);
            foreach (var key in keys)
                text.Append(", ").Append(Number(times[key])).Append(", ").Append(Number(channels[i][key]));
            text.AppendLine($" }}, // {(i < Muscles.Count ? Muscles.All[i].Name : i < Muscles.Count + 3 ? "body position" : "body rotation")}");
        }
        text.Append($$"""
                };

                const float Length = {{Number(clip.Length)}};

                HumanPoseHandler handler;
                HumanPose pose;
                AnimationCurve[] curves;
                float started;

                void Start()
                {
                    handler = new HumanPoseHandler(GetComponent<Animator>().avatar, transform);
                    handler.GetHumanPose(ref pose);
                    curves = new AnimationCurve[Curves.Length];
                    for (int c = 0; c < Curves.Length; c++)
                    {
                        curves[c] = new AnimationCurve();
                        float[] keys = Curves[c];
                        for (int k = 1; k < keys.Length; k += 2)
                        {
                            float before = k > 1 ? (keys[k + 1] - keys[k - 1]) / (keys[k] - keys[k - 2]) : 0;
                            float after = k + 2 < keys.Length ? (keys[k + 3] - keys[k + 1]) / (keys[k + 2] - keys[k]) : 0;
                            curves[c].AddKey(new Keyframe(keys[k], keys[k + 1], before, after));
                        }
                    }
                    started = Time.time;
                }

                void LateUpdate()
                {
                    float time = Time.time - started;
                    if (loop && Length > 0)
                        time = Mathf.Repeat(time, Length);
                    Vector3 position = pose.bodyPosition;
                    Quaternion rotation = pose.bodyRotation;
                    for (int c = 0; c < Curves.Length; c++)
                    {
                        int channel = (int)Curves[c][0];
                        float value = curves[c].Evaluate(time);
                        if (channel < 95)
                            pose.muscles[channel] = value;
                        else if (channel < 98)
                            position[channel - 95] = value;
                        else
                            rotation[channel - 98] = value;
                    }
                    pose.bodyPosition = position;
                    pose.bodyRotation = rotation.normalized;
                    handler.SetHumanPose(ref pose);
                }

                void OnDestroy()
                {
                    handler.Dispose();
                }
            }

            """);
        return text.ToString().Replace("\r\n", "\n");
    }

    /// <summary>The frames that are needed so that lines between them come within the tolerance.</summary>
    static List<int> Keys(float[] times, float[] values)
    {
        var keys = new SortedSet<int> { 0 };
        if (values.Any(value => MathF.Abs(value - values[0]) > Tolerance))
        {
            keys.Add(values.Length - 1);
            Split(0, values.Length - 1);
        }
        return [.. keys];

        void Split(int first, int last)
        {
            var (worst, at) = (Tolerance, -1);
            for (var i = first + 1; i < last; i++)
            {
                var share = (times[i] - times[first]) / (times[last] - times[first]);
                var miss = MathF.Abs(values[i] - values[first] - share * (values[last] - values[first]));
                if (miss > worst)
                    (worst, at) = (miss, i);
            }
            if (at < 0)
                return;
            keys.Add(at);
            Split(first, at);
            Split(at, last);
        }
    }

    static string Number(float value) => value.ToString("0.#####", CultureInfo.InvariantCulture) + "f";
}
