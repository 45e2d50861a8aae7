using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Editing;

/// <summary>One number of a joint that can be typed.</summary>
/// <param name="Label">For people to read, such as <c>Down-Up</c>.</param>
/// <param name="Index">Of the joint's three angles, the hand's 21, or the hips' three coordinates.</param>
readonly record struct AngleField(FieldKind Kind, HumanBodyBones Bone, int Index, string Label)
{
    static readonly string[] AxisNames = ["Twist", "Sideways", "Bend"];
    static readonly string[] HipsNames = ["Turn left-right", "Lean left-right", "Lean front-back"];
    static readonly string[] FingerNames = ["Spread", "Knuckle", "Middle joint", "End joint"];
    static readonly string[] ThumbNames = ["Outward", "To the palm", "Roll", "Middle joint", "End joint"];
    static readonly AngleField[][] ByBone = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => Make((HumanBodyBones)bone))];

    /// <summary>The numbers of a joint, in the order in which they are shown.</summary>
    public static ReadOnlySpan<AngleField> Of(HumanBodyBones bone) => bone == HumanBodyBones.LastBone ? [] : ByBone[(int)bone];

    public float Read(EditorSession editor)
    {
        switch (Kind)
        {
            case FieldKind.Position:
                return editor.HipsPosition[Index];
            case FieldKind.Hand:
                Span<float> degrees = stackalloc float[HandShape.AngleCount];
                editor.ReadHand(HumanBones.IsLeft(Bone), degrees);
                return degrees[Index];
            default:
                return editor.AnglesOf(Bone)[Index];
        }
    }

    public void Write(EditorSession editor, float value, string drag = "")
    {
        switch (Kind)
        {
            case FieldKind.Position:
                editor.SetHipsPosition(With(editor.HipsPosition, value), drag);
                break;
            case FieldKind.Hand:
                editor.SetHandAngle(HumanBones.IsLeft(Bone), Index, value, drag);
                break;
            default:
                editor.SetAngles(Bone, With(editor.AnglesOf(Bone), value), drag);
                break;
        }
    }

    /// <summary>Degrees or metres between which the number may be; infinite for none.</summary>
    public (float Least, float Most) Limits(EditorSession editor)
    {
        if (Kind == FieldKind.Position)
            return (float.NegativeInfinity, float.PositiveInfinity);
        if (Kind == FieldKind.Hand)
            return editor.IsLimited ? HandLimits() : (-180, 180);
        var (least, most) = editor.LimitsOf(Bone);
        return (MathF.Min(least[Index], most[Index]), MathF.Max(least[Index], most[Index]));
    }

    /// <summary>As wide as people's fingers bend, in the sense of <see cref="HandShape"/>.</summary>
    (float Least, float Most) HandLimits() => Index < HandShape.ThumbAngles
        ? Index switch { 0 => (-20, 85), 1 => (-10, 75), 2 => (-30, 70), 3 => (-15, 60), _ => (-15, 85) }
        : ((Index - HandShape.ThumbAngles) % 4) switch { 0 => (-28, 28), 1 => (-20, 90), 2 => (0, 110), _ => (0, 85) };

    Vector3 With(Vector3 vector, float value)
    {
        vector[Index] = value;
        return vector;
    }

    static AngleField[] Make(HumanBodyBones bone)
    {
        if (HumanBones.IsFinger(bone))
        {
            var finger = (bone - (HumanBones.IsLeft(bone) ? HumanBodyBones.LeftThumbProximal : HumanBodyBones.RightThumbProximal)) / HumanBones.BonesPerFinger;
            var first = HandShape.FirstAngle(finger);
            return [.. (finger == 0 ? ThumbNames : FingerNames).Select((name, i) => new AngleField(FieldKind.Hand, bone, first + i, name))];
        }
        if (bone == HumanBodyBones.Hips)
            return [.. new[] { 0, 1, 2 }.Select(i => new AngleField(FieldKind.Angle, bone, i, HipsNames[i])),
                .. new[] { "X, to the left", "Y, up", "Z, forward" }.Select((name, i) => new AngleField(FieldKind.Position, bone, i, name))];
        var fields = new List<AngleField>();
        for (var dof = 2; dof >= 0; dof--) // the main bend first
            if (Muscles.IndexOf(bone, dof) is >= 0 and var muscle)
                fields.Add(new AngleField(FieldKind.Angle, bone, dof, DirectionOf(Muscles.All[muscle].Name)));
            else if (JointLimits.Human.Of(bone) is var (least, most) && most[dof] > least[dof])
                fields.Add(new AngleField(FieldKind.Angle, bone, dof, AxisNames[dof]));
        return [.. fields];
    }

    /// <summary><c>Left Arm Down-Up</c> is <c>Down-up</c>; <c>Left Arm Twist In-Out</c> is <c>Twist in-out</c>.</summary>
    static string DirectionOf(string muscle)
    {
        var words = muscle.Split(' ');
        var first = words.Length > 1 && words[^2] is "Twist" or "Nod" or "Tilt" or "Turn" ? words.Length - 2 : words.Length - 1;
        var text = string.Join(' ', words[first..]).ToLowerInvariant();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}

enum FieldKind
{
    Angle,
    Hand,
    Position,
}
