using System.Text;
using Avatars.Broadcasting;
using Avatars.Cli;
using Avatars.Fuzzing.Mutation;
using Avatars.Live;

namespace Avatars.Fuzzing;

static partial class Readers
{
    static IEnumerable<Reader> Messages() =>
    [
        new("osc", path =>
        {
            var state = new VmcState();
            state.Read(File.ReadAllBytes(path));
            var pose = new VmcPose(new VmcOptions()).Make(state);
            new VmcPose(new VmcOptions()).Sample(state, pose);
            foreach (var joint in pose.Joints)
                LawException.Require(float.IsFinite(joint.Translation.Length() + joint.Rotation.Length()), "every joint is somewhere");
        }, OscSeeds, ByteMutation.Binary, 300),
        new("pose-message", path => new PostedPoses().Post(File.ReadAllBytes(path)), () => [Seeds.Text("a.json", PoseJson),
            Seeds.Text("a.json", """{"type":"release"}""")], JsonMutation.Of, 300) { NamesFile = false },
        new("http", path => ServedRequest.Send(File.ReadAllBytes(path)), HttpSeeds, HttpMutation, 60),
        new("live-input", path => LiveInput.Parse(File.ReadAllText(path)), () => [Seeds.Text("a.txt", "vmc:127.0.0.1:39539"), Seeds.Text("a.txt", "vmc")],
            TextMutation.Of, 60) { NamesFile = false, AlsoThrows = [typeof(ArgumentException)] },
        new("output-target", path => OutputTarget.Parse(File.ReadAllText(path)), () => [Seeds.Text("a.txt", "http:0.0.0.0:8080"),
            Seeds.Text("a.txt", "udp://127.0.0.1:9000"), Seeds.Text("a.txt", "film.mp4")], TextMutation.Of, 60)
            { NamesFile = false, AlsoThrows = [typeof(ArgumentException)] },
        new("command-line", CommandLines.Run, CommandLines.Seeds, CommandLines.Mutate, 200)
        {
            IsShortenedLater = true,
            FollowsLinks = true,
            AlsoThrows = [typeof(ArgumentException), typeof(InvalidOperationException), typeof(KeyNotFoundException)],
        },
    ];

    const string PoseJson = """
        {"type":"pose","hips":[0,0.9,0],"bones":{"Hips":[0,0,0,1],"LeftUpperArm":[0,0,0.38,0.92]},"expressions":{"happy":0.5},"reset":true}
        """;

    static IEnumerable<CaseFiles> OscSeeds()
    {
        var bone = OscPackets.Bone("LeftUpperArm", 0, 0, 0, 0, 0, 0.38f, 0.92f);
        yield return CaseFiles.One("a.osc", bone);
        yield return CaseFiles.One("a.osc", OscPackets.Bundle(bone, OscPackets.Message("/VMC/Ext/OK", 1), OscPackets.Message("/VMC/Ext/T", 1.5f),
            OscPackets.Message("/VMC/Ext/Blend/Val", "Joy", 0.5f), OscPackets.Message("/VMC/Ext/Blend/Apply")));
        yield return CaseFiles.One("a.osc", OscPackets.Bundle(OscPackets.Bundle(OscPackets.Bundle(bone))));
    }

    static IEnumerable<CaseFiles> HttpSeeds()
    {
        CaseFiles Request(string text, byte[]? body = null) => CaseFiles.One("a.http", [.. Encoding.ASCII.GetBytes(text.Replace("\n", "\r\n",
            StringComparison.Ordinal)), .. body ?? []]);
        yield return Request("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        yield return Request("GET /status HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        yield return Request("GET /frames.rgb?fps=30 HTTP/1.1\nHost: localhost\n\n");
        yield return Request("GET /frame.png HTTP/1.1\nHost: 127.0.0.1\nOrigin: http://127.0.0.1\n\n");
        yield return Request($"POST /pose HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: {PoseJson.Length}\n\n{PoseJson}"
            .Replace("\r", "", StringComparison.Ordinal));
        yield return Request($"POST /pose HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n12\n{{\"type\":\"release\"}}\n0\n\n");
        yield return Request("GET /poses HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n", [.. Frame(1, PoseJson), .. Frame(1, """{"type":"release"}"""), .. Frame(9, "ping"),
            .. Frame(8, "")]);
    }

    /// <summary>A masked WebSocket frame, RFC 6455, with the mask 0.</summary>
    static byte[] Frame(int code, string text) => text.Length < 126
        ? [(byte)(0x80 | code), (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)]
        : [(byte)(0x80 | code), 0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    static byte[] HttpMutation(byte[] bytes, byte[] other, Random random) =>
        random.Next(2) == 0 ? TextMutation.Of(bytes, other, random) : ByteMutation.Binary(bytes, other, random);
}
