using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Workers.Messages;

/// <summary>Settings and ready-drawn poses as plain data.</summary>
static class SettingsMessages
{
    public static void Write(this MessageWriter message, GenerationSettings settings)
    {
        message.Text(settings.Sampler);
        message.Int32(settings.Steps);
        message.Text(settings.Spacing);
        message.Int32(settings.Offset);
        message.Flag(settings.EndsClean);
        message.Int32(settings.Options.Count);
        foreach (var (name, value) in settings.Options)
        {
            message.Text(name);
            message.Text(value);
        }
        message.Single(settings.Guidance);
        message.Int64(settings.Seed);
    }

    public static GenerationSettings Settings(this ref MessageReader message)
    {
        var (sampler, steps, spacing, offset, endsClean) = (message.Text(), message.Int32(), message.Text(), message.Int32(), message.Flag());
        var options = new KeyValuePair<string, string>[message.Count(8)];
        for (var i = 0; i < options.Length; i++)
            options[i] = new(message.Text(), message.Text());
        return new GenerationSettings
        {
            Sampler = sampler, Steps = steps, Spacing = spacing, Offset = offset, EndsClean = endsClean, Options = options, Guidance = message.Single(),
            Seed = (uint)message.Int64(),
        };
    }

    public static void Write(this MessageWriter message, TargetPose pose)
    {
        message.Write(pose.Map);
        message.Text(pose.Layout?.Name ?? "");
        message.Values(pose.Keypoints);
        message.Flag(pose.Body is not null);
        if (pose.Body is not { } body)
            return;
        foreach (var picture in (RgbImage[])[body.Warped, body.State, body.Coordinates, body.Normals, body.Background])
            message.Write(picture);
        message.Values<byte>(body.Expressed);
    }

    public static TargetPose Target(this ref MessageReader message)
    {
        var map = message.Picture();
        var layout = message.Text();
        var keypoints = message.Values<Keypoint>();
        var body = message.Flag()
            ? new BodyPictures(message.Picture(), message.Picture(), message.Picture(), message.Picture(), message.Picture(), message.Values<byte>())
            : null;
        return new TargetPose(map, layout.Length > 0 ? KeypointLayout.Find(layout) : null, keypoints) { Body = body };
    }
}
