using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.Workers.Messages;

/// <summary>People as plain data. Exact: what is read gives the same frames as what was written.</summary>
static class PersonMessages
{
    const int LargestSide = 1 << 14; // pixels
    const int MostViews = 64;

    public static void Write(this MessageWriter message, RgbImage picture)
    {
        message.Int32(picture.Width);
        message.Int32(picture.Height);
        message.Raw<byte>(picture.Bytes);
    }

    public static RgbImage Picture(this ref MessageReader message)
    {
        var (width, height) = (message.Int32(), message.Int32());
        if (width is < 1 or > LargestSide || height is < 1 or > LargestSide)
            throw new FormatException($"A message between the processes holds a picture of {width}x{height} pixels.");
        return new RgbImage(width, height, message.Raw<byte>(3L * width * height));
    }

    public static void Write(this MessageWriter message, PersonSource source, int body)
    {
        message.Int32(source.Views.Count);
        foreach (var view in source.Views)
        {
            message.Write(view.Picture);
            message.Flag(view.Pose is not null);
            if (view.Pose is not null)
                message.Write(view.Pose);
        }
        message.Flag(source.Person is not null);
        if (source.Person is not null)
            message.Write(source.Person, body);
        message.Write(source.Embeddings);
    }

    public static PersonSource Source(this ref MessageReader message, IReadOnlyDictionary<int, BodyModel> bodies)
    {
        var count = message.Count(1);
        if (count is < 1 or > MostViews)
            throw new FormatException($"A message between the processes holds a person of {count} pictures.");
        var views = new SourceView[count];
        for (var i = 0; i < views.Length; i++)
        {
            var picture = message.Picture();
            views[i] = new SourceView(picture, message.Flag() ? message.Keypoints() : null);
        }
        return new PersonSource(views) { Person = message.Flag() ? message.Textured(bodies) : null, Embeddings = message.Embeddings() };
    }

    public static void Write(this MessageWriter message, TexturedPerson person, int body)
    {
        message.Int32(body);
        message.Values(person.Body.Coefficients);
        message.Values(person.Body.Displacements);
        message.Int32(person.Texture.Side);
        message.Raw<byte>(person.Texture.Level(0));
        message.Write(person.Background);
    }

    public static TexturedPerson Textured(this ref MessageReader message, IReadOnlyDictionary<int, BodyModel> bodies)
    {
        if (!bodies.TryGetValue(message.Int32(), out var model))
            throw new FormatException("A message between the processes names a body that was not sent.");
        var shape = new ShapedBody(model, message.Values<float>(), message.Values<float>());
        var side = message.Int32();
        if (side is < 1 or > 4096)
            throw new FormatException($"A message between the processes holds a texture of {side} pixels.");
        var texels = new RgbaImage(side, side, message.Raw<byte>(4L * side * side));
        return new TexturedPerson(shape, new BodyTexture(texels), message.Picture());
    }

    public static void Write(this MessageWriter message, AnalysedPerson person, int body)
    {
        message.Write(person.Person, body);
        message.Write(person.Picture);
        message.Values<byte>(person.Matte);
        message.Write(person.Camera);
        message.Values<JointTransform>(person.Pose);
        message.Values<float>(person.Expression);
        message.Single(person.Coverage);
        message.Single(person.FitError);
    }

    public static AnalysedPerson Analysed(this ref MessageReader message, IReadOnlyDictionary<int, BodyModel> bodies)
    {
        var textured = message.Textured(bodies);
        var picture = message.Picture();
        var person = new AnalysedPerson
        {
            Person = textured,
            Picture = picture,
            Matte = message.Values<byte>(),
            Camera = message.Camera(),
            Pose = message.Values<JointTransform>(),
            Expression = message.Values<float>(),
            Coverage = message.Single(),
            FitError = message.Single(),
        };
        var model = textured.Body.Model;
        if (person.Pose.Length != model.Joints.Count || person.Expression.Length != model.Expressions.Count
            || person.Matte.Length != 0 && person.Matte.Length != picture.Width * picture.Height
            || (person.Camera.Width, person.Camera.Height) != (picture.Width, picture.Height))
            throw new FormatException("A message between the processes holds a person whose parts do not fit together.");
        return person;
    }

    static void Write(this MessageWriter message, IReadOnlyList<SourceEmbedding> embeddings)
    {
        message.Int32(embeddings.Count);
        foreach (var embedding in embeddings)
        {
            message.Text(embedding.Name);
            message.Text(embedding.Networks);
            message.Values<float>(embedding.Values);
        }
    }

    static SourceEmbedding[] Embeddings(this ref MessageReader message)
    {
        var embeddings = new SourceEmbedding[message.Count(12)];
        for (var i = 0; i < embeddings.Length; i++)
            embeddings[i] = new SourceEmbedding(message.Text(), message.Text(), message.Values<float>());
        return embeddings;
    }

    public static void Write(this MessageWriter message, Camera camera)
    {
        message.Raw<Vector3>([camera.Position]);
        message.Raw<Quaternion>([camera.Orientation]);
        message.Int32(camera.Width);
        message.Int32(camera.Height);
        message.Raw<float>([camera.FocalLength, camera.Near, camera.Far]);
    }

    public static Camera Camera(this ref MessageReader message)
    {
        Span<Vector3> position = stackalloc Vector3[1];
        Span<Quaternion> orientation = stackalloc Quaternion[1];
        Span<float> numbers = stackalloc float[3];
        message.Raw(position);
        message.Raw(orientation);
        var (width, height) = (message.Int32(), message.Int32());
        message.Raw(numbers);
        return new Camera
        {
            Position = position[0], Orientation = orientation[0], Width = width, Height = height, FocalLength = numbers[0], Near = numbers[1],
            Far = numbers[2],
        };
    }

    static void Write(this MessageWriter message, KeypointFrame frame)
    {
        message.Text(frame.Layout.Name);
        message.Flag(frame.Canvas is not null);
        message.Double(frame.Canvas?.Width ?? 0);
        message.Double(frame.Canvas?.Height ?? 0);
        message.Flag(frame.CountsShares);
        message.Int32(frame.People.Count);
        foreach (var person in frame.People)
            message.Values<Keypoint>(person);
    }

    static KeypointFrame Keypoints(this ref MessageReader message)
    {
        var layout = KeypointLayout.Find(message.Text());
        var (hasCanvas, width, height) = (message.Flag(), message.Double(), message.Double());
        var countsShares = message.Flag();
        var people = new Keypoint[message.Count(4)][];
        for (var i = 0; i < people.Length; i++)
            people[i] = message.Values<Keypoint>();
        return new KeypointFrame(layout, hasCanvas ? (width, height) : null, people) { CountsShares = countsShares };
    }
}
