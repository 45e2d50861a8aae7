using System.Text;

namespace Avatars.Broadcasting.Tests;

/// <summary>Reads lines and blocks of bytes from one stream.</summary>
sealed class PartReader(Stream stream) : IDisposable
{
    readonly BufferedStream _stream = new(stream);

    public async Task<byte[]> ReadBytes(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    public async Task<string> ReadLine()
    {
        var line = new List<byte>();
        while (line is not [.., (byte)'\r', (byte)'\n'])
            line.AddRange(await ReadBytes(1));
        return Encoding.ASCII.GetString([.. line], 0, line.Count - 2);
    }

    public async Task Line(string expected) => Assert.That(await ReadLine(), Is.EqualTo(expected));

    public void Dispose() => _stream.Dispose();
}
