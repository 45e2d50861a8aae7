using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>A rig as shaded bones, near ones over far ones, and a floor of squares.</summary>
sealed class RigPane
{
    const float FloorReach = 3; // metres from the middle
    const float FloorSquare = 0.5f;
    const float TorsoRadius = 0.034f, LimbRadius = 0.027f, FingerRadius = 0.008f, HeadRadius = 0.085f; // metres
    const float HeadHeight = 0.10f; // metres from the joint to the top of the skull, less its radius

    const float SlenderInBody = 0.3f, AlphaInBody = 0.55f; // bones seen through the body

    static readonly UiColor Middle = UiColor.FromHex(0xC9CED8);
    static readonly UiColor LeftSide = UiColor.FromHex(0x5AA9F5);
    static readonly UiColor RightSide = UiColor.FromHex(0xF29A5C);
    static readonly UiColor Specular = UiColor.FromHex(0x303030);

    float[] _nearness = [];
    Bone[] _bones = [];
    UiColor[] _colors = [];
    float[] _radii = []; // 0 for bones that are not drawn
    HumanoidMap? _map;

    /// <param name="camera">Of the square picture that the person is generated in.</param>
    /// <param name="picture">Bounds of the picture, points; the pane may show more around it.</param>
    /// <param name="body">Handle of a picture of the body, behind the bones; 0 for none.</param>
    /// <param name="strength">Of the bones' colours, 0..1.</param>
    public void Draw(DrawList draw, Box picture, Camera camera, PoseSampler rig, uint body = 0, float strength = 1)
    {
        var lens = new PaneProjection(camera, picture);
        if (body != 0)
            draw.Picture(body, picture);
        var (slenderness, alpha) = body != 0 ? (SlenderInBody, AlphaInBody) : (1, 1);
        Prepare(rig.Map);
        var count = Collect(rig, lens, hasSkull: body == 0);
        Array.Sort(_nearness, _bones, 0, count);
        foreach (ref readonly var bone in _bones.AsSpan(0, count))
            draw.Tube(bone.From, bone.To, bone.FromWidth * slenderness, bone.ToWidth * slenderness, bone.Color.WithAlpha(alpha * strength), Specular);
    }

    public static void DrawFloor(DrawList draw, Box picture, Camera camera) => DrawFloor(draw, new PaneProjection(camera, picture));

    static void DrawFloor(DrawList draw, PaneProjection lens)
    {
        var lines = (int)(FloorReach / FloorSquare);
        for (var i = -lines; i <= lines; i++)
        {
            var position = i * FloorSquare;
            var alpha = i == 0 ? 0.55f : 0.28f;
            for (var j = -lines; j < lines; j++)
            {
                var (from, to) = (j * FloorSquare, (j + 1) * FloorSquare);
                FloorLine(draw, lens, new(position, 0, from), new(position, 0, to), alpha);
                FloorLine(draw, lens, new(from, 0, position), new(to, 0, position), alpha);
            }
        }
    }

    static void FloorLine(DrawList draw, PaneProjection lens, Vector3 from, Vector3 to, float alpha)
    {
        var fade = 1 - ((from + to) / 2).Length() / FloorReach;
        if (fade <= 0 || !lens.TrySee(from, out var a, out _) || !lens.TrySee(to, out var b, out _))
            return;
        draw.Line(a, b, 1, Theme.Faint.WithAlpha(alpha * fade));
    }

    void Prepare(HumanoidMap map)
    {
        if (_map == map)
            return;
        _map = map;
        var joints = map.Skeleton.Joints;
        (_nearness, _bones) = (new float[joints.Length + 1], new Bone[joints.Length + 1]);
        (_colors, _radii) = (new UiColor[joints.Length], new float[joints.Length]);
        for (var i = 0; i < joints.Length; i++)
            (_colors[i], _radii[i]) = (SideOf(map, i), RadiusOf(map, i));
    }

    /// <summary>Grey where a limb joins the trunk.</summary>
    static UiColor SideOf(HumanoidMap map, int joint)
    {
        var parent = map.Skeleton[joint].Parent;
        var (bone, above) = (HumanAbove(map, joint), HumanAbove(map, parent));
        if (bone == HumanBodyBones.LastBone || above == HumanBodyBones.LastBone)
            return Middle;
        return HumanBones.IsLeft(bone) && HumanBones.IsLeft(above) ? LeftSide : HumanBones.IsRight(bone) && HumanBones.IsRight(above) ? RightSide : Middle;
    }

    /// <returns>0 for joints that are not drawn: the face, and ancestors of the hips.</returns>
    static float RadiusOf(HumanoidMap map, int joint)
    {
        var hips = map[HumanBodyBones.Hips];
        var above = HumanAbove(map, map.Skeleton[joint].Parent);
        if (joint == hips || !IsBelow(map.Skeleton, joint, hips) || above == HumanBodyBones.Head)
            return 0;
        var bone = HumanAbove(map, joint);
        var isLimb = HumanBones.IsLeft(above) || HumanBones.IsRight(above);
        return HumanBones.IsFinger(bone) ? FingerRadius : isLimb ? LimbRadius : TorsoRadius;
    }

    /// <summary>The bone of a joint, or of the nearest one above it that has one.</summary>
    static HumanBodyBones HumanAbove(HumanoidMap map, int joint)
    {
        while (joint >= 0 && map.BoneOf(joint) == HumanBodyBones.LastBone)
            joint = map.Skeleton[joint].Parent;
        return joint < 0 ? HumanBodyBones.LastBone : map.BoneOf(joint);
    }

    static bool IsBelow(Skeleton skeleton, int joint, int ancestor)
    {
        while (joint > ancestor)
            joint = skeleton[joint].Parent;
        return joint == ancestor;
    }

    int Collect(PoseSampler rig, PaneProjection lens, bool hasSkull)
    {
        var joints = rig.Source.Skeleton.Joints;
        var model = rig.Model;
        var count = 0;
        for (var i = 0; i < joints.Length; i++)
            if (_radii[i] > 0)
                Add(lens, model[joints[i].Parent].Translation, model[i].Translation, _radii[i], _radii[i] * 0.7f, _colors[i], ref count);
        if (hasSkull && rig.Map[HumanBodyBones.Head] is >= 0 and var head)
        {
            var skull = model[head].Translation + Vector3.Normalize(model[head].Translation - model[joints[head].Parent].Translation) * HeadHeight;
            Add(lens, skull, skull + new Vector3(0, 1e-3f, 0), HeadRadius, HeadRadius, Middle, ref count);
        }
        return count;
    }

    void Add(PaneProjection lens, Vector3 start, Vector3 end, float startRadius, float endRadius, UiColor color, ref int count)
    {
        if (!lens.TrySee(start, out var from, out var fromScale) || !lens.TrySee(end, out var to, out var toScale))
            return;
        _nearness[count] = fromScale + toScale;
        _bones[count++] = new Bone(from, to, MathF.Max(2 * startRadius * fromScale, 2), MathF.Max(2 * endRadius * toScale, 1.5f), color);
    }

    /// <summary>A bone in the pane, points.</summary>
    readonly record struct Bone(Vector2 From, Vector2 To, float FromWidth, float ToWidth, UiColor Color);
}
