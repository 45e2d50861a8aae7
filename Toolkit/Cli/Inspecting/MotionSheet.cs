using System.Numerics;
using Avatars.Animation;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Inspecting;

/// <summary>Moments of a clip side by side as pose maps: from the front above, from the person's left below.</summary>
static class MotionSheet
{
    const int Side = 192; // pixels of a pose map

    /// <summary>When the moments are, seconds: spread evenly from the first frame to the last.</summary>
    public static float[] Times(AnimationClip clip, int moments) =>
        [.. Enumerable.Range(0, moments).Select(i => moments == 1 ? 0 : clip.Length * i / (moments - 1))];

    /// <param name="clip">On the skeleton of <paramref name="body"/>.</param>
    public static RgbImage Draw(AnimationClip clip, HumanoidMap body, float[] times)
    {
        var style = PoseMapStyle.Avatar;
        var (sheet, map) = (new RgbImage(times.Length * Side, 2 * Side), new RgbImage(Side, Side));
        var projector = new RigKeypoints(body, style.Layout);
        var rasterizer = new PoseMapRasterizer(style, Side, Side);
        var keypoints = new Keypoint[style.Layout.Count];
        var local = new JointTransform[clip.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        for (var view = 0; view < 2; view++)
        {
            var camera = PersonFraming.CameraOf(clip, body, waistUp: false, Side, Side, yaw: view * MathF.PI / 2);
            for (var i = 0; i < times.Length; i++)
            {
                clip.Sample(times[i], local);
                LocalToModel.Run(clip.Skeleton, local, model);
                projector.Project(model, camera, keypoints);
                rasterizer.Draw(keypoints, map);
                for (var y = 0; y < Side; y++)
                    map.Row(y).CopyTo(sheet.Row(view * Side + y)[(i * Side * 3)..]);
            }
        }
        return sheet;
    }
}
