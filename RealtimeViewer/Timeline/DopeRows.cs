using Avatars.Formats;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Viewer.Timeline;

/// <summary>The rows of a document: all keys, signs, then parts of the body with their tracks, the camera, sources and clips.</summary>
static class DopeRows
{
    public const string SummaryId = "all";

    static readonly string[] Parts = ["Body", "Head", "Left arm", "Right arm", "Left hand", "Right hand", "Left leg", "Right leg", "Face", "Gaze", "Camera",
        "Source"];

    /// <param name="opened">Ids of the groups that show their tracks.</param>
    /// <param name="motionSeconds">Length of a clip's motion.</param>
    /// <param name="soundOf">Reads a recording; null where it cannot be read.</param>
    public static List<DopeRow> Of(PoseDocument document, IReadOnlySet<string> opened, Func<ClipItem, float> motionSeconds,
        Func<SoundItem, WavSound?>? soundOf = null)
    {
        var tracks = document.All<TrackItem>().Where(track => track.Keys.Count > 0).ToArray();
        var rows = new List<DopeRow>();
        if (tracks.Length > 0)
            rows.Add(new DopeRow(DopeRowKind.Summary, SummaryId, "All keys", 0, [.. tracks.Select(track => track.Id)], TimesOf(tracks)));
        foreach (var sound in document.All<SoundItem>())
            rows.Add(new DopeRow(DopeRowKind.Sound, sound.Id, $"Sound {sound.Sound}", 0, [], [])
            {
                Bars = [new DopeBar(sound.Id, sound.Start, sound.Start + (float)(soundOf?.Invoke(sound)?.Seconds ?? 1), sound.Sound)],
                Sound = soundOf?.Invoke(sound),
            });
        foreach (var person in document.All<SignItem>().GroupBy(sign => sign.Person))
            rows.Add(new DopeRow(DopeRowKind.Signs, $"signs/{person.Key}", "Signs", 0, [], [])
            {
                Bars = [.. person.OrderBy(sign => sign.Start).Select(sign => new DopeBar(sign.Id, sign.Start, sign.End, sign.Gloss, sign.Hold))],
            });
        var owners = tracks.GroupBy(track => track.OwnerId).ToArray();
        foreach (var owner in owners)
        {
            var prefix = owners.Count(other => !IsCamera(document, other.Key)) > 1 && !IsCamera(document, owner.Key) ? $"{NameOf(document, owner.Key)}: " : "";
            foreach (var part in Parts)
                AddPart(rows, owner.Key, prefix + part, [.. owner.Where(track => PartOf(track.Target) == part)], opened);
        }
        foreach (var clip in document.All<ClipItem>())
            rows.Add(new DopeRow(DopeRowKind.Clip, clip.Id, $"Clip {clip.Clip}", 0, [], [])
            {
                Bars = [new DopeBar(clip.Id, clip.Start, clip.Start + ClipTracks.SecondsOf(clip, motionSeconds(clip)), clip.Clip)],
            });
        return rows;
    }

    /// <summary>For people to read: <c>LeftUpperArm</c> is "Left upper arm".</summary>
    public static string NameOf(TrackTarget target) => target.Kind switch
    {
        TrackKind.Joint => Words(target.Bone.ToString()),
        TrackKind.HipsPosition => "Hips position",
        TrackKind.Offset => $"+ {Words(target.Bone.ToString())}",
        TrackKind.HipsOffset => "+ Hips position",
        TrackKind.Hand => target.Bone == HumanBodyBones.LeftHand ? "Left hand" : "Right hand",
        TrackKind.Expression => Words(target.Name),
        _ => target.Kind.ToString(),
    };

    static void AddPart(List<DopeRow> rows, string owner, string name, TrackItem[] tracks, IReadOnlySet<string> opened)
    {
        if (tracks.Length == 0)
            return;
        var isSingle = tracks.Length == 1 && tracks[0].Target.Kind is not (TrackKind.Joint or TrackKind.HipsPosition or TrackKind.Offset
            or TrackKind.HipsOffset or TrackKind.Expression);
        if (isSingle)
        {
            rows.Add(RowOf(tracks[0], 0) with { Name = name });
            return;
        }
        var id = $"{owner}/{name}";
        var isOpen = opened.Contains(id);
        rows.Add(new DopeRow(DopeRowKind.Group, id, name, 0, [.. tracks.Select(track => track.Id)], TimesOf(tracks), CanOpen: true, isOpen));
        if (isOpen)
            foreach (var track in tracks.OrderBy(track => track.Target.Bone).ThenBy(track => track.Target.Name, StringComparer.Ordinal))
                rows.Add(RowOf(track, 1));
    }

    static DopeRow RowOf(TrackItem track, int depth) => new(DopeRowKind.Track, track.Id, NameOf(track.Target), depth, [track.Id], TimesOf([track]));

    static float[] TimesOf(TrackItem[] tracks)
    {
        var times = new SortedSet<float>();
        foreach (var track in tracks)
            foreach (var key in track.Keys)
                times.Add(key.Time);
        return [.. times];
    }

    static bool IsCamera(PoseDocument document, string owner) => document.TryFind($"camera/{owner}") is not null;

    static string NameOf(PoseDocument document, string owner) =>
        document.TryFind($"person/{owner}") is PersonItem { Name.Length: > 0 } person ? person.Name : owner;

    static string PartOf(TrackTarget target) => target.Kind switch
    {
        TrackKind.HipsPosition or TrackKind.HipsOffset => "Body",
        TrackKind.Hand => target.Bone == HumanBodyBones.LeftHand ? "Left hand" : "Right hand",
        TrackKind.Expression => "Face",
        TrackKind.Gaze => "Gaze",
        TrackKind.Camera => "Camera",
        TrackKind.Source => "Source",
        _ => PartOf(target.Bone),
    };

    static string PartOf(HumanBodyBones bone) => bone switch
    {
        HumanBodyBones.Neck or HumanBodyBones.Head => "Head",
        HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw => "Face",
        HumanBodyBones.LeftShoulder or HumanBodyBones.LeftUpperArm or HumanBodyBones.LeftLowerArm or HumanBodyBones.LeftHand => "Left arm",
        HumanBodyBones.RightShoulder or HumanBodyBones.RightUpperArm or HumanBodyBones.RightLowerArm or HumanBodyBones.RightHand => "Right arm",
        HumanBodyBones.LeftUpperLeg or HumanBodyBones.LeftLowerLeg or HumanBodyBones.LeftFoot or HumanBodyBones.LeftToes => "Left leg",
        HumanBodyBones.RightUpperLeg or HumanBodyBones.RightLowerLeg or HumanBodyBones.RightFoot or HumanBodyBones.RightToes => "Right leg",
        _ when HumanBones.IsFinger(bone) => HumanBones.IsLeft(bone) ? "Left hand" : "Right hand",
        _ => "Body",
    };

    static string Words(string name)
    {
        var words = string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
        return words.Length > 0 ? char.ToUpperInvariant(words[0]) + words[1..] : words;
    }
}
