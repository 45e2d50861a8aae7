using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>One part of a scene. Immutable; an edit replaces it by another one of the same id.</summary>
/// <param name="Id">Unique in the scene: a kind and a name, as <c>person/person-1</c>, <c>track/person-1/joint/Head</c>.</param>
public abstract record SceneItem(string Id)
{
    /// <summary>The person or camera that the item belongs to; empty for none.</summary>
    public virtual string Owner => "";
}

/// <summary>What a scene is as a whole.</summary>
/// <param name="Seconds">Length, 0 for the last key or the end of the last clip.</param>
/// <param name="Background">A colour as <c>#rrggbb</c>, a picture file, or empty for the source's own.</param>
public sealed record SceneSettings(string Name = "", float Seconds = 0, float FramesPerSecond = 30, int Width = 512, int Height = 512,
    string Background = "", string BackgroundHash = "") : SceneItem(ItemId)
{
    public const string ItemId = "scene";
}

/// <summary>A person: the pictures that show it, and its body.</summary>
/// <param name="Sources">Picture files, relative to the scene's folder, with their SHA-256 in hexadecimal; the hash may be empty.</param>
/// <param name="Body">A body file, or empty for the standard body.</param>
/// <param name="Shape">Sliders of the body by name, -1 to 1.</param>
public sealed record PersonItem(string Person, string Name, IReadOnlyList<FileReference> Sources, FileReference Body, IReadOnlyDictionary<string,
    float> Shape)
    : SceneItem($"person/{Person}")
{
    public override string Owner => Person;
}

/// <param name="File">Relative to the scene's folder, with forward slashes; empty for none.</param>
/// <param name="Hash">SHA-256 of the content, hexadecimal; empty where it was not taken.</param>
public readonly record struct FileReference(string File, string Hash = "")
{
    public bool IsEmpty => string.IsNullOrEmpty(File);
}

/// <summary>A part of a person or a camera over time.</summary>
public sealed record TrackItem : SceneItem
{
    readonly IReadOnlyList<TrackKey> _keys;

    /// <param name="owner">A person's or camera's id.</param>
    /// <param name="keys">Rising in time, with the target's number of values.</param>
    /// <exception cref="ArgumentException">The keys do not rise, or have another number of values.</exception>
    public TrackItem(string owner, TrackTarget target, IReadOnlyList<TrackKey> keys) : base(IdOf(owner, target))
    {
        (OwnerId, Target, _keys) = (owner, target, keys);
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Values.Length != target.Channels)
                throw new ArgumentException($"Track '{target}': key {i} at {keys[i].Time} s has {keys[i].Values.Length} values; {target.Channels} "
                    + $"belong there.");
            if (i > 0 && keys[i].Time <= keys[i - 1].Time)
                throw new ArgumentException($"Track '{target}': key {i} at {keys[i].Time} s does not come after the one at {keys[i - 1].Time} s.");
        }
    }

    public string OwnerId { get; }

    public override string Owner => OwnerId;

    public TrackTarget Target { get; }

    public IReadOnlyList<TrackKey> Keys => _keys;

    public static string IdOf(string owner, TrackTarget target) => $"track/{owner}/{target}";

    /// <summary>The track with a key added, or replaced where one has the same time.</summary>
    public TrackItem With(TrackKey key)
    {
        var at = TrackKey.Find(_keys, key.Time);
        var keys = new List<TrackKey>(_keys.Count + 1);
        keys.AddRange(_keys);
        if (at < keys.Count && keys[at].Time == key.Time)
            keys[at] = key;
        else
            keys.Insert(at, key);
        return new TrackItem(OwnerId, Target, keys);
    }

    /// <summary>The track without the key at a time; the track itself where there is none.</summary>
    public TrackItem Without(float time)
    {
        var at = TrackKey.Find(_keys, time);
        if (at >= _keys.Count || _keys[at].Time != time)
            return this;
        var keys = new List<TrackKey>(_keys);
        keys.RemoveAt(at);
        return new TrackItem(OwnerId, Target, keys);
    }

    /// <summary>The keys as Unity's curves, one per channel.</summary>
    public AnimationCurve[] Curves() => TrackCurves.Of(_keys, Target.Channels);

    /// <summary>The values at a time, by the keys' curves; for single looks, a <see cref="ScenePoseSource"/> plays faster.</summary>
    public float[] Sample(float time)
    {
        return Array.ConvertAll(Curves(), curve => curve.Evaluate(time));
    }

    public bool Equals(TrackItem? other)
    {
        if (other is null || other.Id != Id || other._keys.Count != _keys.Count)
            return false;
        for (var i = 0; i < _keys.Count; i++)
            if (!_keys[i].Equals(other._keys[i]))
                return false;
        return true;
    }

    public override int GetHashCode() => HashCode.Combine(Id, _keys.Count);
}

/// <summary>A motion file, or another scene, as a layer below the tracks.</summary>
/// <param name="Start">Where it begins in the scene, seconds.</param>
/// <param name="From">Where it begins in the file, seconds.</param>
/// <param name="Seconds">How long it plays; 0 to the file's end.</param>
/// <param name="Weight">0 to 1.</param>
/// <param name="BlendIn">Seconds.</param>
/// <param name="Parts">Body parts that it moves; empty for all: body, head, leftArm, rightArm, leftHand, rightHand, legs, face.</param>
public sealed record ClipItem(string Person, string Clip, FileReference File, float Start = 0, float From = 0, float Seconds = 0, float Speed = 1,
    float Weight = 1, float BlendIn = 0, float BlendOut = 0, bool IsLooped = false, bool IsMirrored = false, bool IsInPlace = false,
    IReadOnlyList<string>? Parts = null, string Animation = "") : SceneItem($"clip/{Person}/{Clip}")
{
    public override string Owner => Person;
}

/// <param name="VerticalFieldOfView">Degrees.</param>
public sealed record CameraItem(string Camera, Vector3 Position, Vector3 Target, float VerticalFieldOfView = 28) : SceneItem($"camera/{Camera}")
{
    public override string Owner => Camera;
}

/// <summary>A recording for timing, and for films.</summary>
/// <param name="File">A WAV file.</param>
/// <param name="Start">Where it begins in the scene, seconds; below 0 its beginning is left out.</param>
public sealed record SoundItem(string Sound, FileReference File, float Start = 0) : SceneItem($"sound/{Sound}");

public sealed record MarkerItem(string Marker, float Time, string Name) : SceneItem($"marker/{Marker}");

/// <summary>A hand shape of the scene's own.</summary>
public sealed record HandShapeItem(HandShape Shape) : SceneItem($"shape/{Shape.Name}")
{
    public bool Equals(HandShapeItem? other) => other is not null && Id == other.Id && Shape.Description == other.Shape.Description
        && Shape.Degrees.SequenceEqual(other.Shape.Degrees);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What is selected; part of undo and of the journal, not of the file.</summary>
public sealed record SelectionItem(IReadOnlyList<string> Ids) : SceneItem(ItemId)
{
    public const string ItemId = "selection";
}
