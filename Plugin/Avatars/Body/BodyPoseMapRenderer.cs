using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// Pose maps as the rasterised, textured body of a person, beside the skeleton drawing of a published style. Poses of other rigs are moved to the person's own
/// proportions first; the weights that <see cref="FaceDriver"/> knows move its face. One thread at a time; allocates nothing per frame of one rig,
/// person and list of weights.
/// </summary>
public sealed class BodyPoseMapRenderer : IPoseMapRenderer
{
    readonly SkeletonPoseMapRenderer _skeleton;
    TexturedPerson? _person;
    BodyRasterizer? _rasterizer;
    PosedPerson? _posed;
    BodyCoordinates? _coordinates;
    ExpressedFace? _expressed;
    RgbImage _background;

    /// <param name="style">Of the skeleton drawing.</param>
    public BodyPoseMapRenderer(PoseMapStyle style, int width, int height)
    {
        _skeleton = new SkeletonPoseMapRenderer(style, width, height);
        Pictures = new BodyPictures(width, height);
        _background = Pictures.Background;
    }

    public int Width => _skeleton.Width;

    public int Height => _skeleton.Height;

    public KeypointLayout Layout => _skeleton.Layout;

    /// <summary>The body of the last frame; filled anew by the next.</summary>
    public BodyPictures Pictures { get; }

    /// <summary>Whom the maps show; null before the first person.</summary>
    public TexturedPerson? Person
    {
        get => _person;
        set
        {
            if (ReferenceEquals(value, _person))
                return;
            if (value is null)
            {
                _person = null;
                return;
            }
            if (_posed?.Body.Model != value.Body.Model)
            {
                (_rasterizer, _coordinates) = (new BodyRasterizer(value.Body.Model, Width, Height), new BodyCoordinates(value.Body.Model));
                _expressed = new ExpressedFace(value.Body.Model.Mesh, Width, Height);
                Array.Clear(Pictures.Expressed, 0, Pictures.Expressed.Length);
            }
            (_person, _posed) = (value, new PosedPerson(value.Body));
            _background = PictureResizer.Resize(Middle(value.Background), Width, Height, ResizeFilter.Bicubic);
            _background.Bytes.CopyTo(Pictures.Background.Bytes, 0);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no person yet.</exception>
    public void Draw(in RigPose pose, RgbImage map, Span<Keypoint> keypoints)
    {
        if (_person is null)
            throw new InvalidOperationException("This model draws the person's body, and the source has none. Analyse the picture first, or choose a model "
                + "whose pose map is a skeleton drawing.");
        _posed!.Pose(pose);
        var joints = _posed.Joints;
        _skeleton.Project(new RigPose(_person.Body.Map, joints, ReadOnlySpan<float>.Empty, pose.Camera), keypoints);
        PutFace(pose.Camera, keypoints);
        _skeleton.Draw(keypoints, map);
        var camera = (pose.Camera.Width, pose.Camera.Height) == (Width, Height) ? pose.Camera : pose.Camera.WithSize(Width, Height);
        _rasterizer!.Draw(_posed.Surface, camera, _person.Texture);
        var hips = joints[_person.Body.Map[HumanBodyBones.Hips]].Translation;
        Write(Vector3.Dot(hips - camera.Position, camera.Forward));
        _expressed!.Draw(_posed.Surface, _rasterizer, Pictures.Expressed);
    }

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<Keypoint> keypoints, RgbImage map) =>
        throw new NotSupportedException("This model draws the person's body, which keypoints alone do not pose. Give a motion with a skeleton, or choose a "
            + "model whose pose map is a skeleton drawing.");

    /// <summary>The face of the skeleton drawing follows the expression: its points are those of the posed surface.</summary>
    void PutFace(Camera camera, Span<Keypoint> keypoints)
    {
        var positions = _posed!.Surface.Positions;
        foreach (var part in Layout.Parts)
            if (part.Layout == KeypointLayout.Face68)
                for (var i = 0; i < part.Count; i++)
                    if (keypoints[part.Start + i].IsPresent && FaceTemplate.BaseMeshVertices[i] < positions.Length
                        && camera.TryProject(positions[FaceTemplate.BaseMeshVertices[i]], out var pixels, out _))
                        keypoints[part.Start + i] = new Keypoint(pixels.X, pixels.Y, keypoints[part.Start + i].Confidence);
    }

    /// <summary>The largest part around the middle that has the maps' shape.</summary>
    RgbImage Middle(RgbImage picture)
    {
        var width = Math.Max(1, Math.Min(picture.Width, (int)((long)picture.Height * Width / Height)));
        var height = Math.Max(1, Math.Min(picture.Height, (int)((long)picture.Width * Height / Width)));
        return new PixelBox((picture.Width - width) / 2, (picture.Height - height) / 2, width, height).CutFrom(picture)!;
    }

    /// <param name="hips">Metres before the camera.</param>
    void Write(float hips)
    {
        var (raster, pictures) = (_rasterizer!, Pictures);
        _background.Bytes.CopyTo(pictures.Warped.Bytes, 0);
        Array.Clear(pictures.State.Bytes, 0, pictures.State.Bytes.Length);
        Array.Clear(pictures.Coordinates.Bytes, 0, pictures.Coordinates.Bytes.Length);
        Array.Clear(pictures.Normals.Bytes, 0, pictures.Normals.Bytes.Length);
        var (triangles, colours, depths, rest, normals) = (raster.Triangles, raster.Colour, raster.InverseDepth, raster.Rest, raster.Normals);
        var (warped, state, coordinates, directions) = (pictures.Warped.Bytes, pictures.State.Bytes, pictures.Coordinates.Bytes, pictures.Normals.Bytes);
        for (int i = 0, to = 0; i < triangles.Length; i++, to += 3)
        {
            if (triangles[i] == 0)
                continue;
            var from = 4 * i;
            (warped[to], warped[to + 1], warped[to + 2]) = (colours[from], colours[from + 1], colours[from + 2]);
            var near = Math.Clamp(128 + 127 * (hips - 1 / depths[i]) + 0.5f, 0, 255);
            (state[to], state[to + 1], state[to + 2]) = (colours[from + 3], (byte)near, 255);
            Put(coordinates, to, 127.5f * (_coordinates!.Of(rest[i], raster.PartAt(i)) / BodyCoordinates.Limit + Vector3.One));
            Put(directions, to, 127.5f * (normals[i] + Vector3.One));
        }
    }

    static void Put(byte[] bytes, int at, Vector3 value)
    {
        value = Vector3.Clamp(value + new Vector3(0.5f), Vector3.Zero, new Vector3(255));
        (bytes[at], bytes[at + 1], bytes[at + 2]) = ((byte)value.X, (byte)value.Y, (byte)value.Z);
    }
}
