using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>JSON Lines: one line is changed as JSON, or the text with its line ends is.</summary>
static class LinesMutation
{
    static readonly byte[][] Marks = [Encoding.UTF8.GetPreamble(), Encoding.Unicode.GetPreamble(), [0], [0xC0, 0x80]];

    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        switch (random.Next(6))
        {
            case 0: return TextMutation.Of(bytes, other, random);
            case 1: return Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
            case 2: return Encoding.Unicode.GetBytes(string.Join('\n', lines));
            case 3: return [.. Marks[random.Next(Marks.Length)], .. bytes];
            default:
                var at = random.Next(lines.Length);
                lines[at] = Encoding.UTF8.GetString(JsonMutation.Of(Encoding.UTF8.GetBytes(lines[at]), [], random)).Replace('\n', ' ');
                return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }
    }
}
