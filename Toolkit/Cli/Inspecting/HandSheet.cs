using Avatars.Imaging;
using Avatars.Posing;
using Avatars.Solving;

namespace Avatars.Cli.Inspecting;

/// <summary>Hand shapes drawn side by side, each from the palm and from the thumb's side, with their names.</summary>
static class HandSheet
{
    const int Side = 150; // pixels of one view
    const int Caption = 16;

    // Five rows of three pixels for each letter, as octal digits.
    static readonly Dictionary<char, string> Letters = string.Concat(
            "a25755 b65656 c34443 d65556 e74647 f74644 g34553 h55755 i72227 j11152 k55655 l44447 m57755 n65555 o25552 p65644 q25573 ",
            "r65655 s34216 t72222 u55557 v55552 w55775 x55255 y55222 z71247 071117 126227 261247 361216 455711 574616 634657 771122 875757 975716 -00700")
        .Split(' ').ToDictionary(word => word[0], word => word[1..]);

    public static RgbImage Draw(IReadOnlyList<HandShape> shapes, int columns)
    {
        columns = Math.Min(columns, shapes.Count);
        var rows = (shapes.Count + columns - 1) / columns;
        var sheet = new RgbImage(columns * 2 * Side, rows * (Side + Caption));
        Array.Fill(sheet.Bytes, (byte)30);
        for (var i = 0; i < shapes.Count; i++)
        {
            var (x, y) = (i % columns * 2 * Side, i / columns * (Side + Caption));
            HandPicture.Draw(sheet, x, y, Side, shapes[i]);
            HandPicture.Draw(sheet, x + Side, y, Side, shapes[i], HandView.Thumb);
            Write(sheet, x + 6, y + Side + 2, shapes[i].Name);
        }
        return sheet;
    }

    static void Write(RgbImage sheet, int x, int y, string text)
    {
        foreach (var letter in text)
        {
            if (Letters.TryGetValue(letter, out var rows))
                for (var row = 0; row < 10; row++)
                    for (var column = 0; column < 6; column++)
                        if (((rows[row / 2] - '0') & (4 >> (column / 2))) != 0)
                            sheet.Row(y + row).Slice(3 * (x + column), 3).Fill(210);
            x += 8;
        }
    }
}
