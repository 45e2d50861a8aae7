using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;

namespace Avatars.Signing.Synthesis;

/// <summary>One thing that face, head or body do: it rises, holds and falls.</summary>
/// <param name="Start">Seconds at which it begins to rise.</param>
/// <param name="Peak">Seconds at which it is full.</param>
/// <param name="Release">Seconds at which it begins to fall.</param>
/// <param name="End">Seconds at which it is over.</param>
readonly record struct FaceEvent(string Channel, string Code, float Amount, float Speed, float Start, float Peak, float Release, float End)
{
    /// <summary>0 to 1, with soft ends.</summary>
    public float At(float t) => t <= Start || t >= End ? 0
        : t < Peak ? Smooth((t - Start) / (Peak - Start))
        : t > Release ? Smooth((End - t) / (End - Release)) : 1;

    static float Smooth(float u) => u * u * (3 - 2 * u);
}

/// <summary>Rotations of the body's midline at a moment, from rest.</summary>
struct BodySample
{
    public Quaternion Head, Spine, Gaze;
    public float RaiseLeft, RaiseRight, HunchLeft, HunchRight;

    /// <summary>Of the head, metres.</summary>
    public float Pushed;
}

/// <summary>The face, head and body over a whole film: events to weights and rotations.</summary>
sealed class FaceTracks
{
    const float Degrees = MathF.PI / 180;

    readonly List<FaceEvent> _events = [];

    /// <summary>Keeps events in the order of their beginnings, those that begin together in the order in which they came.</summary>
    public void Add(in FaceEvent happening)
    {
        var at = _events.Count;
        while (at > 0 && _events[at - 1].Start > happening.Start)
            at--;
        _events.Insert(at, happening);
        if (_names is not null)
            AddNames(happening, _names);
    }

    /// <summary>Names of the weights that events have had; null counts none.</summary>
    public SortedSet<string>? Names
    {
        get => _names;
        set => _names = value;
    }

    SortedSet<string>? _names;

    static void AddNames(in FaceEvent happening, SortedSet<string> names)
    {
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        var body = new BodySample { Head = Quaternion.Identity, Spine = Quaternion.Identity, Gaze = Quaternion.Identity };
        Apply(happening, 1, happening.Peak, ref body, weights);
        names.UnionWith(weights.Keys);
    }

    /// <summary>Forgets events that are over.</summary>
    public void DropBefore(float t) => _events.RemoveAll(happening => happening.End < t);

    /// <summary>Body and face at a moment.</summary>
    /// <param name="weights">Receives weights of blend shapes; larger values win.</param>
    public BodySample At(float t, Dictionary<string, float> weights)
    {
        var body = new BodySample { Head = Quaternion.Identity, Spine = Quaternion.Identity, Gaze = Quaternion.Identity };
        for (var i = 0; i < _events.Count && _events[i].Start <= t; i++)
        {
            var happening = _events[i];
            var share = happening.At(t);
            if (share > 0)
                Apply(happening, share * happening.Amount, t, ref body, weights);
        }
        return body;
    }

    static void Apply(FaceEvent happening, float share, float t, ref BodySample body, Dictionary<string, float> weights)
    {
        void Weight(string name, float value)
        {
            value = Math.Clamp(value * share, 0, 1);
            if (!weights.TryGetValue(name, out var known) || known < value)
                weights[name] = value;
        }
        void Both(string format, float value)
        {
            Weight(format.Replace("*", "left", StringComparison.Ordinal), value);
            Weight(format.Replace("*", "right", StringComparison.Ordinal), value);
        }
        var length = MathF.Max(0.2f, happening.Release - happening.Peak);
        float Swing(float cycles) => MathF.Sin(2 * MathF.PI * cycles * happening.Speed * Math.Clamp((t - happening.Peak) / length, 0, 1));
        switch (happening.Channel)
        {
            case "viseme":
                foreach (var (name, value) in Visemes.Shapes(happening.Code))
                    Weight(name, value);
                break;
            case "weight":
                Weight(happening.Code, 1);
                break;
            case "mouth-gesture":
                foreach (var (name, value) in MouthGestures.Shapes(happening.Code))
                    Weight(name, value);
                break;
            case "brows":
                switch (happening.Code)
                {
                    case "RB": Both("eyebrows-*-up", 1); break;
                    case "RR": Weight("eyebrows-right-up", 1); break;
                    case "RL": Weight("eyebrows-left-up", 1); break;
                    default: Both("eyebrows-*-down", 0.8f); break;
                }
                break;
            case "lids":
                Lids(happening.Code, Weight, Both);
                break;
            case "nose":
                if (happening.Code == "WI")
                    Both("nose-*-dilatation", 1);
                else
                {
                    Both("nose-*-elevation", 1);
                    Weight("nose-compression", 0.5f);
                }
                break;
            case "extra":
                Extra(happening.Code, share, ref body, Weight, Both);
                break;
            case "head":
                body.Head = HeadOf(happening.Code, share, Swing, ref body) * body.Head;
                break;
            case "body":
                BodyOf(happening.Code, share, ref body);
                break;
            case "shoulder":
                Shoulders(happening.Code, share, Swing, ref body);
                break;
            case "gaze":
                body.Gaze = Quaternion.Slerp(Quaternion.Identity, GazeOf(happening.Code), Math.Clamp(share, 0, 1.5f)) * body.Gaze;
                break;
        }
    }

    static void Lids(string code, Action<string, float> weight, Action<string, float> both)
    {
        var (shape, value) = code[0] switch { 'W' => ("eye-*-opened-up", 1f), 'S' => ("eye-*-closure", 0.35f), _ => ("eye-*-closure", 1f) };
        if (code is "BB")
            return; // one blink, placed by the planner
        if (code[1] == 'B')
            both(shape, value);
        else
            weight(shape.Replace("*", code[1] == 'L' ? "left" : "right", StringComparison.Ordinal), value);
        if (code[0] == 'T')
            both("eye-*-slit", 1);
    }

    static void Extra(string code, float share, ref BodySample body, Action<string, float> weight, Action<string, float> both)
    {
        switch (code)
        {
            case "OAQ" or "RHQ":
                both("eyebrows-*-up", 1);
                both("eye-*-opened-up", 0.6f);
                body.Head = Pitch(code == "OAQ" ? 6 * share : -6 * share) * body.Head;
                break;
            case "CAQ":
                both("eyebrows-*-down", 0.8f);
                both("eye-*-closure", 0.25f);
                body.Head = Pitch(6 * share) * body.Head;
                break;
            case "ORD":
                both("eyebrows-*-down", 0.8f);
                both("eye-*-opened-up", 0.5f);
                break;
            case "PRM":
                both("eyebrows-*-down", 0.6f);
                weight("mouth-pursing", 0.5f);
                body.Head = Pitch(5 * share) * body.Head;
                break;
            case "SUG":
                both("eyebrows-*-down", 0.6f);
                body.Head = Pitch(-6 * share) * body.Head;
                break;
        }
    }

    static Quaternion Pitch(float degrees) => Quaternion.CreateFromAxisAngle(Vector3.UnitX, degrees * Degrees);

    static Quaternion Yaw(float degrees) => Quaternion.CreateFromAxisAngle(Vector3.UnitY, degrees * Degrees);

    static Quaternion Roll(float degrees) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, degrees * Degrees);

    /// <summary>Positive pitch leans forward, positive yaw turns to the signer's left, positive roll tilts to the right.</summary>
    static Quaternion HeadOf(string code, float share, Func<float, float> swing, ref BodySample body)
    {
        switch (code)
        {
            case "NO": return Pitch(8 * share * swing(3));
            case "NU": return Pitch(-10 * share * MathF.Abs(swing(0.5f)));
            case "ND": return Pitch(10 * share * MathF.Abs(swing(0.5f)));
            case "SH": return Yaw(15 * share * swing(3));
            case "SR": return Yaw(-25 * share);
            case "SL": return Yaw(25 * share);
            case "TR": return Roll(15 * share);
            case "TL": return Roll(-15 * share);
            case "NF": return Pitch(15 * share);
            case "NB": return Pitch(-15 * share);
            case "PF": body.Pushed += share; return Quaternion.Identity;
            case "PB": body.Pushed -= share; return Quaternion.Identity;
            default: return Yaw(0);
        }
    }

    static void BodyOf(string code, float share, ref BodySample body)
    {
        var turn = code switch
        {
            "RL" => Yaw(25 * share), "RR" => Yaw(-25 * share), "TL" => Roll(-8 * share), "TR" => Roll(8 * share), "TF" or "RD" => Pitch(12 * share),
            "TB" => Pitch(-12 * share), "SI" or "HE" => Pitch(-4 * share), _ => Quaternion.Identity,
        };
        body.Spine = turn * body.Spine;
        if (code is "RL" or "RR")
            body.Head = Yaw((code == "RL" ? -0.75f : 0.75f) * 25 * share) * body.Head; // keeps looking at the viewer
    }

    static void Shoulders(string code, float share, Func<float, float> swing, ref BodySample body)
    {
        var (left, right) = (code[1] is 'L' or 'B', code[1] is 'R' or 'B');
        var amount = code[0] == 'S' ? share * MathF.Abs(swing(0.5f)) : share;
        if (code[0] == 'H')
        {
            body.HunchLeft += left ? amount : 0;
            body.HunchRight += right ? amount : 0;
            return;
        }
        body.RaiseLeft += left ? amount : 0;
        body.RaiseRight += right ? amount : 0;
    }

    static Quaternion GazeOf(string code) => code switch
    {
        "UP" => Pitch(-13), "DN" or "HD" or "HI" or "HC" => Pitch(17), "LE" => Yaw(20), "RI" => Yaw(-20), "LU" => Yaw(20) * Pitch(-13), "LD" =>
            Yaw(20) * Pitch(17),
        "RU" => Yaw(-20) * Pitch(-13), "RD" => Yaw(-20) * Pitch(17), "RO" => Pitch(-13), _ => Quaternion.Identity,
    };

    /// <summary>Curves of all weights of a film.</summary>
    public static List<WeightCurve> Curves(IReadOnlyList<Dictionary<string, float>?> frames, float frameRate)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var frame in frames)
            if (frame is not null)
                names.UnionWith(frame.Keys);
        var curves = new List<WeightCurve>();
        foreach (var name in names)
        {
            var points = new List<(float, float)>();
            var last = float.NaN;
            for (var i = 0; i < frames.Count; i++)
            {
                var value = frames[i]?.GetValueOrDefault(name) ?? 0;
                var next = i + 1 < frames.Count ? frames[i + 1]?.GetValueOrDefault(name) ?? 0 : value;
                if (i == 0 || i == frames.Count - 1 || value != last || next != value)
                    points.Add((i / frameRate, value));
                last = value;
            }
            curves.Add(new WeightCurve(name, AnimationCurve.Polyline([.. points])));
        }
        return curves;
    }
}
