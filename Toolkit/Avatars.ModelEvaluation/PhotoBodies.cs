using Avatars.Body;
using Avatars.Body.Fitting;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Sources;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>
/// What models that generate from the textured body get of two photographs: the person of one, in the pose and before the camera of the other.
/// </summary>
public sealed class PhotoBodies(BodyModel model)
{
    readonly BodyFitter _fitter = new(model);
    readonly Dictionary<PerceivedPhoto, SourceBody> _bodies = [];
    readonly Dictionary<PerceivedPhoto, TexturedPerson> _people = [];

    /// <param name="sourceFrame">The part of the source whose background is shown.</param>
    /// <param name="frame">The part of the target that is shown.</param>
    /// <param name="width">Pixels of the model's pictures.</param>
    public TargetPose Draw(PerceivedPhoto source, PixelBox sourceFrame, PerceivedPhoto target, PixelBox frame, PoseMapStyle style, int width, int height)
    {
        var person = PersonOf(source);
        var (joints, camera) = Posed(person.Body, BodyOf(target).Fit);
        var scale = (float)width / frame.Width;
        var (wide, high) = ((int)MathF.Round(camera.Width * scale), (int)MathF.Round(camera.Height * scale));
        var renderer = new BodyPoseMapRenderer(style, wide, high) { Person = person };
        var map = new RgbImage(wide, high);
        renderer.Draw(new RigPose(person.Body.Map, joints, [], camera.WithSize(wide, high)), map, new Keypoint[renderer.Layout.Count]);
        var background = ScoredPair.Sized(sourceFrame.CutFrom(person.Background)!, width, height);
        var (left, top) = (Math.Clamp((int)(frame.X * scale), 0, wide - width), Math.Clamp((int)(frame.Y * scale), 0, high - height));
        RgbImage Part(RgbImage picture) => new PixelBox(left, top, width, height).CutFrom(picture)!;
        var (warped, state) = (Part(renderer.Pictures.Warped), Part(renderer.Pictures.State));
        for (var i = 0; i < width * height; i++)
            if (state.Bytes[3 * i + 2] == 0)
                background.Bytes.AsSpan(3 * i, 3).CopyTo(warped.Bytes.AsSpan(3 * i, 3));
        var pictures = new BodyPictures(warped, state, Part(renderer.Pictures.Coordinates), Part(renderer.Pictures.Normals), background);
        return new TargetPose(Part(map)) { Body = pictures };
    }

    /// <summary>The target's pose on the source's body; where that is larger it stands farther away, so that it looks as large.</summary>
    static (System.Numerics.Matrix4x4[] Joints, Camera Camera) Posed(ShapedBody body, FittedBody target)
    {
        var local = new JointTransform[body.Skeleton.Count];
        body.Skeleton.CopyRestTo(local);
        for (var i = 0; i < local.Length; i++)
            local[i] = local[i] with { Rotation = target.Pose[i].Rotation };
        local[0] = local[0] with { Translation = target.Pose[0].Translation * (HeightOf(body) / HeightOf(target.Body)) };
        var joints = new System.Numerics.Matrix4x4[local.Length];
        LocalToModel.Run(body.Skeleton, local, joints);
        return (joints, target.Camera);
    }

    static float HeightOf(ShapedBody body) => body.JointRest[body.Map[HumanBodyBones.Head]].Y;

    TexturedPerson PersonOf(PerceivedPhoto photo) => _people.TryGetValue(photo, out var known) ? known
        : _people[photo] = SourceTexture.Take(BodyOf(photo), photo.Picture);

    SourceBody BodyOf(PerceivedPhoto photo) => _bodies.TryGetValue(photo, out var known) ? known
        : _bodies[photo] = new SourceBody(photo.Person, _fitter.Fit(BodyAnalysis.TargetOf(photo.Person)), 1, []);
}
