using System.Net.WebSockets;
using System.Text.Json;
using Avatars.Files;
using Avatars.Live;
using Avatars.Rig;
using Microsoft.AspNetCore.Http;

namespace Avatars.Broadcasting;

sealed partial class HttpOutput
{
    /// <summary>One message of POST /pose.</summary>
    async Task TakePose(HttpContext context, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, stop);
        var problem = Post(body.ToArray());
        if (problem is not null)
            await Refuse(context.Response, StatusCodes.Status400BadRequest, problem, stop);
        else
            await context.Response.WriteAsJsonAsync(new { type = "taken" }, stop);
    }

    /// <summary>Messages of a WebSocket until it closes. The pose ends with the connection that posted it.</summary>
    async Task TakePoses(HttpContext context, CancellationToken stop)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Refuse(context.Response, StatusCodes.Status426UpgradeRequired, "This address is a WebSocket. To post one pose by HTTP, use POST /pose.",
                stop);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var hasPosted = false;
        try
        {
            await Send(socket, new
            {
                type = "hello",
                protocol = 1,
                width = _picture.Width,
                height = _picture.Height,
                bones = Enumerable.Range(0, HumanBones.Count).Select(bone => ((HumanBodyBones)bone).ToString()),
                expressions = _poses.MakePose().WeightNames,
            }, stop);
            var buffer = new byte[PoseMessage.LargestMessage + 1];
            while (await Receive(socket, buffer, stop) is { } message)
            {
                var problem = Post(message);
                hasPosted |= problem is null;
                if (problem is not null)
                    await Send(socket, new { type = "error", message = problem }, stop);
            }
        }
        finally
        {
            if (hasPosted)
                _poses.Release();
        }
    }

    /// <summary>One whole message; null when the connection is over.</summary>
    static async Task<ReadOnlyMemory<byte>?> Receive(WebSocket socket, byte[] buffer, CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                return null;
            }
            if (length > PoseMessage.LargestMessage)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, $"A message may have {PoseMessage.LargestMessage} bytes.", stop);
                return null;
            }
            if (part.MessageType == WebSocketMessageType.Binary)
            {
                await socket.CloseAsync(WebSocketCloseStatus.InvalidMessageType, "Messages are JSON, as text.", stop);
                return null;
            }
            if (part.EndOfMessage)
                return buffer.AsMemory(0, length);
        }
    }

    /// <returns>What is wrong with the message, or null.</returns>
    string? Post(ReadOnlyMemory<byte> message)
    {
        try
        {
            _poses.Post(message);
            return null;
        }
        catch (FormatException error)
        {
            return ErrorLine.Of(error);
        }
    }

    static Task Send(WebSocket socket, object message, CancellationToken stop) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, stop);
}
