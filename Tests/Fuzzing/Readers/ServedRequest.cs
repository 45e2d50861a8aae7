using System.Net;
using System.Net.Sockets;
using System.Text;
using Avatars.Broadcasting;
using Avatars.Imaging;
using Avatars.Live;

namespace Avatars.Fuzzing;

/// <summary>The web server of live output, on a free port of this process, and raw bytes that a client sends it.</summary>
static class ServedRequest
{
    const int MostMilliseconds = 60, MostAnswer = 1 << 16;

    static readonly LivePicture Picture = new(8, 8);

    static readonly Lazy<HttpOutput> Server = new(() =>
    {
        Picture.Publish(new RgbImage(8, 8));
        return new HttpOutput(new OutputTarget.Http(IPAddress.Loopback, 0), Picture, new PostedPoses());
    });

    /// <summary>Sends the bytes, reads what comes back for a moment, and asks for the status as another client: the server must still answer.</summary>
    public static void Send(byte[] bytes)
    {
        var answer = Ask(bytes, MostMilliseconds);
        LawException.Require(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            || !char.IsLetter(answer[0]), "the answer is HTTP: " + answer[..Math.Min(40, answer.Length)]);
        LawException.Require(!answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), "no request makes the server fail: " + answer.Split('\r')[0]);
        var status = Ask(Encoding.ASCII.GetBytes("GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), 20_000);
        LawException.Require(status.StartsWith("HTTP/1.1 200", StringComparison.Ordinal), "the server still answers: " + status.Split('\r')[0]);
    }

    static string Ask(byte[] bytes, int milliseconds)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, new Uri(Server.Value.Place).Port);
        var stream = client.GetStream();
        stream.ReadTimeout = stream.WriteTimeout = milliseconds;
        var answer = new byte[MostAnswer];
        var filled = 0;
        try
        {
            stream.Write(bytes);
            while (filled < answer.Length && stream.Read(answer, filled, answer.Length - filled) is var read and > 0)
                filled += read;
        }
        catch (IOException)
        {
            // The server has closed the connection, or goes on sending pictures.
        }
        return Encoding.Latin1.GetString(answer, 0, filled);
    }
}
