using System.Numerics;
using Avatars.Imaging;
using Avatars.Perception;
using Avatars.PoseMaps;

namespace Avatars.Cli.Detecting;

/// <summary>Draws what was perceived over the picture: the background darkened by the matte, body, hands and face as lines.</summary>
static class PersonOverlay
{
    const float BackgroundShare = 0.45f, Seen = 0.5f;

    static readonly KeypointLayout Layout = KeypointLayout.MediaPipeHolistic553;
    static readonly Vector3 Left = new(255, 138, 0), Right = new(0, 160, 255), Middle = new(120, 255, 120), Face = new(255, 255, 255);

    /// <param name="people">All in one picture.</param>
    /// <param name="picture">Drawn over.</param>
    public static void Draw(IReadOnlyList<PerceivedPerson> people, RgbImage picture)
    {
        if (people.Any(person => person.Matte is not null))
            DarkenBackground(people, picture);
        foreach (var person in people)
            Draw(person, picture);
    }

    static void DarkenBackground(IReadOnlyList<PerceivedPerson> people, RgbImage picture)
    {
        Matte[] mattes = [.. people.Select(person => person.Matte).OfType<Matte>()];
        for (var pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            var most = 0;
            foreach (var matte in mattes)
                most = Math.Max(most, matte.Bytes[pixel]);
            var share = BackgroundShare + (1 - BackgroundShare) * most / 255;
            for (var i = 3 * pixel; i < 3 * pixel + 3; i++)
                picture.Bytes[i] = (byte)(picture.Bytes[i] * share);
        }
    }

    static void Draw(PerceivedPerson person, RgbImage picture)
    {
        var points = person.ToKeypoints();
        var width = Math.Clamp(person.BodySide / 300, 1, 8);
        foreach (var edge in Layout.Edges)
        {
            var (from, to) = (points[edge.From], points[edge.To]);
            var least = Math.Min(from.Confidence, to.Confidence);
            if (least <= 0)
                continue;
            var (isBody, isFace) = (edge.From < PerceivedPerson.JointCount, IsFace(edge.From));
            if (isBody && edge.From < 11 && person.Face is not null)
                continue; // the mesh shows the head better
            var color = isFace ? Face : ColorOf(Layout.Names[edge.From], Layout.Names[edge.To]);
            Line(picture, new Vector2(from.X, from.Y), new Vector2(to.X, to.Y), isBody ? width : isFace ? width * 0.25f : width * 0.5f, color,
                isBody && least < Seen ? 0.3f : 0.9f);
        }
    }

    static bool IsFace(int point) => Layout.Part("face") is var face && point >= face.Start && point < face.Start + face.Count;

    static Vector3 ColorOf(string from, string to) => AreOf("Left", from, to) ? Left : AreOf("Right", from, to) ? Right : Middle;

    static bool AreOf(string side, string from, string to) => from.StartsWith(side, StringComparison.Ordinal) && to.StartsWith(side, StringComparison.Ordinal);

    /// <summary>A line with round ends and soft edges.</summary>
    static void Line(RgbImage picture, Vector2 from, Vector2 to, float width, Vector3 color, float opacity)
    {
        var reach = new Vector2(width / 2 + 1);
        var (low, high) = (Vector2.Min(from, to) - reach, Vector2.Max(from, to) + reach);
        var (left, right) = ((int)Math.Clamp(low.X, 0, picture.Width), (int)Math.Clamp(high.X + 1, 0, picture.Width));
        var (top, bottom) = ((int)Math.Clamp(low.Y, 0, picture.Height), (int)Math.Clamp(high.Y + 1, 0, picture.Height));
        var along = to - from;
        var length = Math.Max(along.LengthSquared(), 1e-6f);
        for (var y = top; y < bottom; y++)
        {
            var row = picture.Row(y);
            for (var x = left; x < right; x++)
            {
                var place = new Vector2(x + 0.5f, y + 0.5f) - from;
                var nearest = Math.Clamp(Vector2.Dot(place, along) / length, 0, 1);
                var share = opacity * Math.Clamp(width / 2 + 0.5f - Vector2.Distance(place, nearest * along), 0, Math.Min(1, width));
                if (share <= 0)
                    continue;
                var pixel = new Vector3(row[3 * x], row[3 * x + 1], row[3 * x + 2]);
                pixel += (color - pixel) * share;
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = ((byte)(pixel.X + 0.5f), (byte)(pixel.Y + 0.5f), (byte)(pixel.Z + 0.5f));
            }
        }
    }
}
