using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>A point for a hand.</summary>
/// <param name="Point">Metres, signer's space at rest.</param>
/// <param name="Normal">Out of the skin, or toward the viewer in space. Unit.</param>
/// <param name="OnHead">Moves with the head.</param>
/// <param name="OnSkin">False for space in front of the body: then the hand point goes there, whatever the hand shape.</param>
readonly record struct PlacePoint(Vector3 Point, Vector3 Normal, bool OnHead, bool OnSkin);

/// <summary>Places of SiGML as points on and before a signer.</summary>
/// <remarks>Heights, distances and sides in shoulder widths: measured frames of a published player. Points of the face: the rig's own face.</remarks>
sealed class BodyPlaces
{
    const float CloseToSkin = 0.22f; // shoulder widths

    static readonly Dictionary<string, float> Heights = new(StringComparer.Ordinal)
    {
        ["headtop"] = 1.00f, ["head"] = 0.61f, ["neck"] = 0.20f, ["shouldertop"] = 0.13f, ["shoulders"] = 0.01f, ["chest"] = -0.35f, ["stomach"] = -0.68f,
        ["belowstomach"] = -0.93f, ["neutralspace"] = -0.35f,
    };

    readonly SignerRig _rig;
    readonly Dictionary<string, (Vector3 Point, Vector3 Normal, bool IsPaired)> _face = new(StringComparer.Ordinal);
    readonly Vector3 _headCentre, _headRadii;

    public BodyPlaces(SignerRig rig)
    {
        _rig = rig;
        var head = rig.Map.Has(HumanBodyBones.Head) ? rig.Rest.Positions[rig.Map[HumanBodyBones.Head]] : rig.Point(0, 0.5f, 0);
        var template = FaceTemplate.Default;
        int left = rig.Map[HumanBodyBones.LeftEye], right = rig.Map[HumanBodyBones.RightEye];
        var scale = left >= 0 && right >= 0
            ? Vector3.Distance(rig.Rest.Positions[left], rig.Rest.Positions[right]) / Vector3.Distance(template.LeftEye, template.RightEye)
            : rig.Width / 0.336f; // MakeHuman's base mesh
        var eyes = left >= 0 && right >= 0 ? (rig.Rest.Positions[left] + rig.Rest.Positions[right]) / 2 : head + scale * (template.LeftEye
            + template.RightEye) / 2;
        Vector3 At(Vector3 onTemplate) => eyes + scale * (onTemplate - (template.LeftEye + template.RightEye) / 2);
        Vector3 Mean(params int[] points)
        {
            var sum = Vector3.Zero;
            foreach (var point in points)
                sum += At(FaceTemplate.Default.Points[point]);
            return sum / points.Length;
        }
        void Add(string name, Vector3 point, Vector3 normal, bool isPaired = false) => _face[name] = (point, Vector3.Normalize(normal), isPaired);
        Vector3 chin = Mean(8), brows = Mean(19, 20, 23, 24), nose = Mean(30), upper = Mean(51), lower = Mean(57);
        Vector3 leftBrow = Mean(24), leftEye = Mean(43, 44, 46, 47), forward = Vector3.UnitZ;
        Add("forehead", brows + scale * new Vector3(0, 0.045f, -0.004f), new(0, 0.25f, 1));
        Add("eyebrows", leftBrow, new(0.15f, 0.1f, 1), true);
        Add("eyes", leftEye + scale * new Vector3(0, 0, 0.004f), new(0.15f, 0, 1), true);
        Add("uppereyelid", leftEye + scale * new Vector3(0, 0.006f, 0.003f), new(0.15f, 0.1f, 1), true);
        Add("lowereyelid", leftEye + scale * new Vector3(0, -0.007f, 0.003f), new(0.15f, -0.1f, 1), true);
        Add("nose", nose, new(0, -0.1f, 1));
        Add("nostrils", Mean(33), new(0, -0.5f, 1));
        Add("lips", (upper + lower) / 2, forward);
        Add("upperlip", upper, forward);
        Add("lowerlip", lower, forward);
        Add("teeth", Mean(62, 66), forward);
        Add("upperteeth", Mean(62), forward);
        Add("lowerteeth", Mean(66), forward);
        Add("tongue", Mean(62, 66), forward);
        Add("chin", chin, new(0, -0.3f, 1));
        Add("underchin", chin + scale * new Vector3(0, -0.012f, -0.035f), new(0, -1, 0.4f));
        Add("cheek", At(new Vector3(0.048f, -0.008f, 0.108f)), new(0.6f, 0, 1), true);
        Add("ear", At(template.LeftEar), new(1, 0, 0.2f), true);
        Add("earlobe", At(template.LeftEar) + scale * new Vector3(0, -0.027f, 0), new(1, -0.2f, 0.2f), true);
        var neck = rig.Map.Has(HumanBodyBones.Neck) ? rig.Rest.Positions[rig.Map[HumanBodyBones.Neck]] : rig.Point(0, 0.2f, 0);
        Add("neck", new Vector3(0, (neck.Y + head.Y) / 2 - 0.02f * scale, neck.Z + 0.055f * scale), new(0, 0.1f, 1));
        _headCentre = At(new Vector3(0, 0.03f, 0.03f));
        _headRadii = scale * new Vector3(0.078f, 0.122f, 0.105f);
        Add("headtop", _headCentre + new Vector3(0, _headRadii.Y, 0), Vector3.UnitY);
        Add("head", brows + scale * new Vector3(0, 0.02f, 0), new(0, 0.2f, 1));
        HeadJoint = head;
        FaceWidth = 0.072f * scale;
    }

    /// <summary>About which the head turns.</summary>
    public Vector3 HeadJoint { get; }

    /// <summary>Half of it, metres.</summary>
    public float FaceWidth { get; }

    /// <summary>A body place, or the middle between two.</summary>
    /// <param name="left">The acting hand.</param>
    /// <param name="isPair">Both hands act, each on its side.</param>
    /// <param name="isSideMirrored">The sides are those of the other hand: mirror them.</param>
    /// <param name="isCentred">The middle of both hands, on the midline where no side is named.</param>
    public PlacePoint Of(SignPlace place, bool left, bool isPair, bool isSideMirrored, bool isCentred = false)
    {
        var first = Of(place.Name, place.Side, place.Contact, left, isPair, isSideMirrored, place.Behind, isCentred);
        if (place.SecondName is null && place.SecondSide is null)
            return first;
        var second = Of(place.SecondName ?? place.Name, place.SecondSide, place.Contact, left, isPair, isSideMirrored, place.Behind, isCentred);
        var normal = first.Normal + second.Normal;
        return new PlacePoint((first.Point + second.Point) / 2, normal.LengthSquared() < 1e-4f ? first.Normal : Vector3.Normalize(normal),
            first.OnHead && second.OnHead, first.OnSkin && second.OnSkin);
    }

    PlacePoint Of(string? name, string? side, string? contact, bool left, bool isPair, bool isSideMirrored, bool behind, bool isCentred)
    {
        var own = left ? 1 : -1;
        if (name == "letters") // where single letters are shown: beside the shoulder, forearm up
            return new PlacePoint(_rig.Point(0.62f * own, 0.16f, 0.80f), Vector3.UnitZ, false, false);
        float? sideSign = side is null ? null : side.StartsWith("left", StringComparison.Ordinal) ? 1 : side.StartsWith("right", StringComparison.Ordinal)
            ? -1 : null;
        if (isSideMirrored)
            sideSign = -sideSign;
        var isBeside = side?.EndsWith("beside", StringComparison.Ordinal) == true;
        var isTrunk = name is null || Heights.ContainsKey(name) && name is not ("neck" or "headtop" or "head");
        if (isTrunk || (name is "neck" or "headtop" or "head" && contact != "touch"))
            return Space(name ?? "neutralspace", sideSign, isBeside, contact, own, isPair, behind, isCentred);
        if (name is not null && _face.TryGetValue(name, out var found))
        {
            var (point, normal, isPaired) = found;
            if (isPaired)
            {
                var at = sideSign ?? own;
                (point, normal) = (point * new Vector3(at, 1, 1), normal * new Vector3(at, 1, 1));
                if (isBeside)
                    point.X = at * MathF.Max(MathF.Abs(point.X), FaceWidth + 0.01f);
            }
            else if (sideSign is { } on)
                point.X += on * (isBeside ? FaceWidth + 0.01f : 0.024f);
            var onHead = name != "neck";
            if (behind)
                point.Z -= 0.12f;
            if (contact == "close")
                point += CloseToSkin * _rig.Width * normal;
            return new PlacePoint(point, normal, onHead, true);
        }
        return Space("neutralspace", sideSign, isBeside, contact, own, isPair, behind, isCentred);
    }

    /// <summary>Space before the body; with touch the skin of the trunk.</summary>
    PlacePoint Space(string name, float? sideSign, bool isBeside, string? contact, int own, bool isPair, bool behind, bool isCentred)
    {
        var y = Heights[name];
        var touches = contact == "touch";
        var z = contact switch
        {
            "close" => 1.05f,
            "armextended" => 1.47f,
            "touch" => name switch { "shoulders" => 0.28f, "shouldertop" => 0.10f, "neck" => 0.20f, "belowstomach" => 0.40f, _ => 0.40f },
            _ => 1.26f,
        };
        float x = 0;
        if (sideSign is { } side)
            x = side * (isBeside ? contact == "close" ? 0.80f : 0.92f : contact == "close" ? 0.40f : touches ? 0.36f : 0.47f);
        else if (name == "shouldertop")
            x = isCentred ? 0 : own * 0.46f;
        else if (isPair)
            x = own * (contact switch { "close" => 0.24f, "armextended" => 0.55f, "touch" => 0.25f, _ => 0.36f });
        if (behind)
            z = -0.3f;
        if (touches)
            z -= 0.5f * MathF.Max(0, MathF.Abs(x) - 0.25f); // the trunk is round
        var normal = touches ? Vector3.Normalize(new Vector3(x, name == "shouldertop" ? 2 : 0, 1)) : Vector3.UnitZ;
        return new PlacePoint(_rig.Point(x, y, z), normal, false, touches);
    }

    /// <summary>A point outside of head and trunk: where it was, or on their surface.</summary>
    /// <param name="margin">Metres kept from the surface.</param>
    public Vector3 Outside(Vector3 point, float margin)
    {
        var fromHead = point - _headCentre;
        var radii = _headRadii + new Vector3(margin);
        var head = (fromHead / radii).Length();
        if (head < 1)
            point = _headCentre + (head < 1e-3f ? new Vector3(0, 0, radii.Z) : fromHead / head);
        var (x, y, z) = ((point.X - _rig.Origin.X) / _rig.Width, (point.Y - _rig.Origin.Y) / _rig.Width, (point.Z - _rig.Origin.Z) / _rig.Width);
        if (y > 0.12f || y < -2.2f)
            return point;
        var extra = margin / _rig.Width;
        var taper = Math.Clamp((y + 0.25f) / 0.37f, 0, 1); // from the breast up to the collarbones
        var (halfWidth, halfDepth, centre) = (0.50f + extra, 0.36f - 0.2f * taper + extra, 0.04f);
        var inside = MathF.Sqrt(x * x / (halfWidth * halfWidth) + (z - centre) * (z - centre) / (halfDepth * halfDepth));
        if (inside >= 1)
            return point;
        // Out to the front: behind the trunk no hand signs.
        var front = centre + halfDepth * MathF.Sqrt(MathF.Max(0, 1 - MathF.Min(1, x * x / (halfWidth * halfWidth))));
        return point with { Z = _rig.Origin.Z + _rig.Width * front };
    }
}
