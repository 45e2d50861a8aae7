using System.Reflection;
using System.Text.Json;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Viewer.Ui;

enum Face
{
    Small,
    Body,
    Strong,
    Big,
}

/// <summary>One glyph. Lengths are pixels of the atlas.</summary>
/// <param name="Source">Left, top, right, bottom in the texture, 0..1.</param>
/// <param name="Left">From the pen to the picture's left edge.</param>
/// <param name="Top">From the top of the line to the picture's top edge.</param>
readonly record struct Glyph(System.Numerics.Vector4 Source, int Width, int Height, int Left, int Top, float Advance);

/// <summary>The glyphs of the panels, baked by <c>Ui/Font/bake.py</c>. Immutable.</summary>
sealed class FontAtlas
{
    const char Unknown = '□';
    static readonly string[] Names = ["small", "body", "strong", "big"];

    readonly Dictionary<(Face, int Scale), BakedFace> _faces = [];

    FontAtlas(RgbImage picture) => Picture = picture;

    /// <summary>Coverage, the same in all three channels.</summary>
    public RgbImage Picture { get; }

    /// <summary>The font in the assembly's resources.</summary>
    public static FontAtlas Load()
    {
        var picture = PictureFile.DecodeRgb(Read("atlas.png"), "atlas.png");
        var atlas = new FontAtlas(picture);
        using var json = JsonDocument.Parse(Read("atlas.json"));
        foreach (var face in json.RootElement.GetProperty("faces").EnumerateArray())
        {
            var name = (Face)Array.IndexOf(Names, face.GetProperty("name").GetString());
            atlas._faces.Add((name, face.GetProperty("scale").GetInt32()), BakedFace.Parse(face, picture.Width, picture.Height));
        }
        return atlas;
    }

    /// <param name="pixelsPerPoint">Of the screen; the baked size that is at least as fine is taken.</param>
    public BakedFace Find(Face face, float pixelsPerPoint) => _faces[(face, pixelsPerPoint > 1.05f ? 2 : 1)];

    static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Font/{file}")
            ?? throw new FileNotFoundException($"The viewer has no 'Font/{file}'. Build it again.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A face at a baked size.</summary>
    internal sealed class BakedFace
    {
        const int TableLength = 0x180; // Latin; the few characters beyond are looked up
        readonly Glyph[] _table = new Glyph[TableLength];
        readonly Dictionary<char, Glyph> _signs = [];

        /// <summary>Baked pixels per point.</summary>
        public int Scale { get; private init; }

        /// <summary>Pixels from the top of a line to the baseline, and from there to its bottom.</summary>
        public int Ascent { get; private init; }

        public int Descent { get; private init; }

        public Glyph this[char character] => character < TableLength && _table[character].Advance > 0 ? _table[character]
            : _signs.TryGetValue(character, out var glyph) ? glyph : _signs[Unknown];

        public static BakedFace Parse(JsonElement face, int width, int height)
        {
            var baked = new BakedFace
            {
                Scale = face.GetProperty("scale").GetInt32(),
                Ascent = face.GetProperty("ascent").GetInt32(),
                Descent = face.GetProperty("descent").GetInt32(),
            };
            foreach (var row in face.GetProperty("glyphs").EnumerateArray())
            {
                var (x, y, w, h) = (row[1].GetInt32(), row[2].GetInt32(), row[3].GetInt32(), row[4].GetInt32());
                var source = new System.Numerics.Vector4((float)x / width, (float)y / height, (float)(x + w) / width, (float)(y + h) / height);
                var glyph = new Glyph(source, w, h, row[5].GetInt32(), row[6].GetInt32(), row[7].GetSingle());
                var character = (char)row[0].GetInt32();
                if (character < TableLength)
                    baked._table[character] = glyph;
                else
                    baked._signs[character] = glyph;
            }
            return baked;
        }
    }
}
