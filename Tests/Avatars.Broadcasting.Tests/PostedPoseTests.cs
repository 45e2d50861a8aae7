using System.Net.WebSockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Avatars.Live;
using Avatars.Rig;

namespace Avatars.Broadcasting.Tests;

public sealed class PostedPoseTests
{
    static async Task<ClientWebSocket> Open(Served served, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new UriBuilder(served.Address) { Scheme = "ws", Path = "/poses" }.Uri, CancellationToken.None);
        return socket;
    }

    static Task Send(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    static async Task<JsonElement> Receive(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 16];
        var got = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return JsonDocument.Parse(buffer.AsMemory(0, got.Count)).RootElement;
    }

    static async Task Wait(Func<bool> condition)
    {
        for (var start = DateTime.UtcNow; !condition() && DateTime.UtcNow - start < Fixtures.HangGuard.Patience;)
            await Task.Delay(2);
        Assert.That(condition());
    }

    /// <summary>Direction of a bone of the person, model space.</summary>
    static Vector3 Direction(PostedPoses poses, HumanBodyBones from, HumanBodyBones to)
    {
        var (pose, body) = (poses.MakePose(), StandardHumanoid.Map);
        poses.Sample(0, pose);
        var model = new Matrix4x4[body.Skeleton.Count];
        LocalToModel.Run(body.Skeleton, pose.Joints, model);
        return Vector3.Normalize(model[body[to]].Translation - model[body[from]].Translation);
    }

    [Test]
    public async Task A_posted_pose_moves_the_rig_and_ends_with_its_connection()
    {
        using var served = new Served();
        var socket = await Open(served);
        var hello = await Receive(socket);
        Assert.That(hello.GetProperty("type").GetString(), Is.EqualTo("hello"));
        Assert.That(hello.GetProperty("bones").GetArrayLength(), Is.EqualTo(55));
        Assert.That(hello.GetProperty("expressions").EnumerateArray().Select(name => name.GetString()), Has.Member("happy"));

        // A quarter turn about z lifts the left arm, which lies along +X in the T pose, straight up.
        await Send(socket, """{"type": "pose", "bones": {"LeftUpperArm": [0, 0, 0.70710678, 0.70710678]}, "expressions": {"happy": 0.5}}""");
        await Wait(() => served.Poses.IsActive);
        var direction = Direction(served.Poses, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm);
        Assert.That(Vector3.Distance(direction, Vector3.UnitY), Is.LessThan(1e-3f), $"{direction}");
        var pose = served.Poses.MakePose();
        served.Poses.Sample(0, pose);
        Assert.That(pose.Weights[pose.IndexOf("happy")], Is.EqualTo(0.5f));

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await Wait(() => !served.Poses.IsActive);
        direction = Direction(served.Poses, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm);
        Assert.That(Vector3.Distance(direction, Vector3.UnitX), Is.LessThan(1e-3f), $"back in the T pose: {direction}");
        socket.Dispose();
    }

    [Test]
    public async Task Poses_are_posted_by_http_too()
    {
        using var served = new Served();
        using var taken = await served.Client.PostAsync("pose", new StringContent("""{"type": "pose", "hips": [0.5, 1.2, -0.25]}"""));
        Assert.That(taken.IsSuccessStatusCode);
        var (pose, body) = (served.Poses.MakePose(), StandardHumanoid.Map);
        served.Poses.Sample(0, pose);
        var model = new Matrix4x4[body.Skeleton.Count];
        LocalToModel.Run(body.Skeleton, pose.Joints, model);
        Assert.That(Vector3.Distance(model[body[HumanBodyBones.Hips]].Translation, new Vector3(0.5f, 1.2f, -0.25f)), Is.LessThan(1e-3f), "metres");
        using var released = await served.Client.PostAsync("pose", new StringContent("""{"type": "release"}"""));
        Assert.That(served.Poses.IsActive, Is.False);
    }

    static readonly string[] Hostile =
    [
        "", "{", "[]", "null", "7", "\"pose\"", "{}", """{"type": 3}""", """{"type": "dance"}""", """{"type": "pose", "bones": []}""",
        """{"type": "pose", "bones": {"Tail": [0, 0, 0, 1]}}""", """{"type": "pose", "bones": {"LastBone": [0, 0, 0, 1]}}""",
        """{"type": "pose", "bones": {"Head": [0, 0, 0]}}""", """{"type": "pose", "bones": {"Head": [0, 0, 0, 0]}}""",
        """{"type": "pose", "bones": {"Head": [0, 0, 0, 1e39]}}""", """{"type": "pose", "bones": {"Head": ["a", 0, 0, 1]}}""",
        """{"type": "pose", "hips": [1e9, 0, 0]}""", """{"type": "pose", "hips": "here"}""", """{"type": "pose", "expressions": {"": 1}}""",
        """{"type": "pose", "expressions": {"happy": "very"}}""", """{"type": "pose", "reset": 1}""", """{"type": "pose", "script": "x"}""",
        """{"type": "pose", "bones": {"\ud800": [0, 0, 0, 1]}}""", "{\"type\": \"pose\", \"hips\": " + new string('[', 1000),
    ];

    [Test]
    public async Task Hostile_messages_are_answered_with_a_sentence_and_change_nothing()
    {
        using var served = new Served();
        using var socket = await Open(served);
        await Receive(socket);
        await Send(socket, """{"type": "pose", "bones": {"LeftUpperArm": [0, 0, 0.70710678, 0.70710678]}}""");
        foreach (var message in Hostile)
        {
            await Send(socket, message);
            var answer = await Receive(socket);
            Assert.That(answer.GetProperty("type").GetString(), Is.EqualTo("error"), message);
            Assert.That(answer.GetProperty("message").GetString(), Does.StartWith("The message").And.EndWith(".").And.Not.Contain("Exception"), message);
        }
        Assert.That(served.Poses.Count, Is.EqualTo(1));
        var direction = Direction(served.Poses, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm);
        Assert.That(Vector3.Distance(direction, Vector3.UnitY), Is.LessThan(1e-3f), "the good pose stays");
    }

    [Test]
    public async Task Too_long_and_binary_messages_close_their_connection_alone()
    {
        using var served = new Served();
        foreach (var (kind, length, status) in new[]
        {
            (WebSocketMessageType.Text, 70_000, WebSocketCloseStatus.MessageTooBig),
            (WebSocketMessageType.Binary, 10, WebSocketCloseStatus.InvalidMessageType),
        })
        {
            using var socket = await Open(served);
            await Receive(socket);
            await socket.SendAsync(new byte[length], kind, true, CancellationToken.None);
            var close = await socket.ReceiveAsync(new byte[100], CancellationToken.None);
            Assert.That((close.MessageType, close.CloseStatus), Is.EqualTo((WebSocketMessageType.Close, (WebSocketCloseStatus?)status)));
        }
        using var posted = await served.Client.PostAsync("pose", new ByteArrayContent(new byte[70_000]));
        Assert.That((int)posted.StatusCode, Is.EqualTo(413));
        using var next = await Open(served);
        Assert.That((await Receive(next)).GetProperty("type").GetString(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task A_page_of_another_site_cannot_pose()
    {
        using var served = new Served();
        Assert.That(async () => await Open(served, "https://example.org"), Throws.InstanceOf<WebSocketException>());
        using var own = await Open(served, served.Address.GetLeftPart(UriPartial.Authority));
        Assert.That((await Receive(own)).GetProperty("type").GetString(), Is.EqualTo("hello"));
    }
}
