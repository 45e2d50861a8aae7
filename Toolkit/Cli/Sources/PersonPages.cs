using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Sources;

/// <summary>Pictures of every stage of an analysed person, for `avatar source --show`.</summary>
sealed class PersonPages(AnalysedPerson person, string folder)
{
    readonly PosedSurface _surface = new(person.Person.Body);

    public IEnumerable<string> Write()
    {
        Directory.CreateDirectory(folder);
        var model = new Matrix4x4[person.Pose.Length];
        LocalToModel.Run(person.Person.Body.Skeleton, person.Pose, model);
        _surface.Pose(model, person.Expression);
        yield return Save("1-picture", person.Picture);
        if (person.Matte.Length > 0)
            yield return Save("2-matte", Grey(person.Picture.Width, person.Picture.Height, i => person.Matte[i]));
        yield return Save("3-body", Body());
        yield return Save("4-texture", OfTexture(k => k));
        yield return Save("5-confidence", OfTexture(_ => 3));
        yield return Save("6-drawn-again", Textured(person.Camera, PictureResizer.Resize(person.Person.Background, person.Picture.Width, person.Picture.Height,
            ResizeFilter.Bilinear)));
        foreach (var degrees in new[] { -60, 60, 180 })
            yield return Save($"7-turned-{degrees}", Textured(Turned(degrees), background: null));
        yield return Save("8-background", person.Person.Background);
    }

    string Save(string name, RgbImage picture)
    {
        var path = Path.Combine(folder, name + ".png");
        PictureFile.Write(path, picture);
        return path;
    }

    /// <summary>The fitted body, lit, over the paled picture.</summary>
    RgbImage Body()
    {
        var drawn = Draw(person.Camera, texture: null);
        return Mixed(drawn, i => person.Picture.Bytes[i] / 2 + 110, (pixel, _) =>
            (byte)(255 * Math.Clamp(0.25f + 0.7f * Vector3.Dot(drawn.Normals[pixel], Vector3.Normalize(new Vector3(-0.4f, 0.5f, 0.8f))), 0, 1)));
    }

    RgbImage Textured(Camera camera, RgbImage? background)
    {
        var drawn = Draw(camera, person.Person.Texture);
        return Mixed(drawn, i => background?.Bytes[i] ?? 235, (pixel, channel) => drawn.Colour[4 * pixel + channel]);
    }

    BodyRasterizer Draw(Camera camera, BodyTexture? texture)
    {
        var drawn = new BodyRasterizer(person.Person.Body.Model, camera.Width, camera.Height);
        drawn.Draw(_surface, camera, texture);
        return drawn;
    }

    static RgbImage Mixed(BodyRasterizer drawn, Func<int, int> background, Func<int, int, byte> body)
    {
        var picture = new RgbImage(drawn.Width, drawn.Height);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = drawn.Triangles[i / 3] == 0 ? (byte)background(i) : body(i / 3, i % 3);
        return picture;
    }

    /// <summary>The picture's camera, moved around the person.</summary>
    Camera Turned(float degrees)
    {
        var hips = _surface.JointPositions[0];
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitY, degrees * MathF.PI / 180);
        return person.Camera with
        {
            Position = hips + Vector3.Transform(person.Camera.Position - hips, turn),
            Orientation = turn * person.Camera.Orientation,
        };
    }

    RgbImage OfTexture(Func<int, int> channel)
    {
        var picture = new RgbImage(person.Person.Texture.Side, person.Person.Texture.Side);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = person.Person.Texture.Level(0)[4 * (i / 3) + channel(i % 3)];
        return picture;
    }

    static RgbImage Grey(int width, int height, Func<int, byte> value)
    {
        var picture = new RgbImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = value(i / 3);
        return picture;
    }
}
