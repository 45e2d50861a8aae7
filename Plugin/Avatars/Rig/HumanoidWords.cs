using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>
/// The words of tools, formats and languages for the parts of a body. A word may fit several bones of a limb, some better than
/// others: <c>shoulder</c> is the collar bone where an <c>arm</c> follows, and the upper arm where an <c>elbow</c> does.
/// </summary>
static class HumanoidWords
{
    const float No = float.PositiveInfinity;

    static readonly Dictionary<string, float[]> ArmWords = Table(
        // shoulder, upper arm, lower arm, hand: what it costs to take the word for it
        ([0, No, No, No], "clavicle collar sternoclavicular acromioclavicular collarbone clavicula clav scapula scap shoulderblade 肩 锁骨 schulter"),
        ([0.6f, 0.8f, No, No], "shoulder shoulderjoint hombro spalla"),
        ([1.2f, 0.2f, No, No], "shldr shoulderarm"),
        ([No, 0, No, No], "upperarm uparm uarm armupper armup upperarmbone humerus bicep biceps brachium upper 上臂 oberarm"),
        ([2, 0.5f, 1.5f, 2.5f], "arm 腕 brazo braccio bras"),
        ([No, No, 0, No], "forearm lowerarm lowarm loarm farm armlower armlow armlo elbow elbowjoint radius ulna ひじ 肘 前臂 unterarm antebrazo avambraccio"),
        ([No, No, No, 0], "wrist radiocarpal wristjoint 手首 腕关节"),
        ([No, No, No, 0.2f], "hand hands 手 mano"),
        ([No, No, No, 0.3f], "palm fist"));

    static readonly Dictionary<string, float[]> LegWords = Table(
        // upper leg, lower leg, foot, toes
        ([0, No, No, No], "thigh upleg upperleg uleg legupper legup upperthigh femur 大腿 oberschenkel muslo coscia"),
        ([0.8f, No, No, No], "hip hips hipjoint hipbone 股"),
        ([0.2f, No, 1.5f, No], "足"),
        ([0.6f, 0.6f, 1.2f, 0.8f], "leg pierna gamba"),
        ([No, 0, No, No], "shin calf calve knee kneejoint lowerleg lowleg loleg lleg leglower leglow tibia fibula shank crus ひざ 膝 小腿 unterschenkel "
            + "pantorrilla"),
        ([No, No, 0, No], "ankle anklejoint talocrural talus 足首 脚踝"),
        ([No, No, 0.2f, 0.8f], "foot feet 脚 fuss pie"),
        ([No, No, No, 0], "toe toes toebase toesbase ball bigtoe foottip metatarsophalangeal つま先 足先 脚趾 zehen"));

    static readonly Dictionary<string, TrunkWord> TrunkWords = Trunk(
        (TrunkWord.Hips, "hips hip pelvis lowertorso lowerbody hipcenter midhip sacroiliac humanoidroot pelvisbone 下半身 骨盆 becken cadera hufte hüfte bassin"),
        (TrunkWord.Root, "root cog com センター グルーブ 全ての親 reference"),
        (TrunkWord.Spine, "spine spina waist abdomen abdomenlower abdomenupper ab belly stomach chest chestlower chestupper upperchest torso uppertorso "
            + "thorax lowerback upperback back "
            + "spinenaval spinechest spinebase spinemid spineshoulder shouldercenter upperbody ribs ribcage trunk 腰 上半身 胸 脊椎 wirbelsäule brust"),
        (TrunkWord.Neck, "neck necklower neckupper lowerneck upperneck necktwist 首 颈 脖子 hals cuello collo"),
        (TrunkWord.Head, "head skullbase skull 頭 头 kopf cabeza testa tête"),
        (TrunkWord.Jaw, "jaw lowerjaw mandible chin jawroot あご"),
        (TrunkWord.Eye, "eye eyeball faceeye 目 眼"));

    /// <summary>Parts of names that belong to helpers of a rig, or to parts without a human bone.</summary>
    static readonly HashSet<string> Helpers = new(StringComparer.Ordinal)
    {
        "ik", "fk", "pole", "target", "ctrl", "control", "ctl", "con", "goal", "aim", "grp", "group", "tweak", "mch", "vis", "roll", "end", "tip", "leaf",
            "nub", "site", "effector",
        "prop", "weapon", "gun", "sword", "tail", "wing", "skirt", "cloth", "cape", "hair", "sec", "breast", "pectoral", "bust", "butt", "buttock", "ear",
            "tongue", "teeth", "lid", "brow",
        "lip", "cheek", "phys", "jiggle", "socket", "slot", "attach", "camera", "dummy", "helper", "marker", "share", "muscle", "corrective", "ribs", "捩",
            "親", "heel",
        "front", "hind", "rear", "paw", "hoof", "fin", "flipper", "leash", "latissimus", "trapezius", "scale", "offset", "null", "pivot",
    };

    /// <summary>Parts of compound words, which are no prefix of a file.</summary>
    static readonly HashSet<string> Parts =
        new(StringComparer.Ordinal) { "up", "upper", "low", "lower", "fore", "mid", "middle", "inner", "outer", "in", "f", "metacarpal", "face" };

    static readonly string[] HelperParts = ["twist", "helper", "twst", "捩", "corrective", "nub", "trackable"];

    public static IReadOnlyDictionary<string, float[]> Arm => ArmWords;

    public static IReadOnlyDictionary<string, float[]> Leg => LegWords;

    public static bool IsKnown(string word) => ArmWords.ContainsKey(word) || LegWords.ContainsKey(word) || TrunkWords.ContainsKey(word)
        || Finger(word) >= 0 || word is "finger" or "fingers";

    /// <summary>Whether a part of a name may be part of a word for a bone or a helper, rather than the name of a file or tool.</summary>
    public static bool IsPart(string token) => IsKnown(token) || Parts.Contains(token) || Helpers.Contains(token);

    public static bool IsCollarBone(string word) => ArmWords.TryGetValue(word, out var costs) && costs[0] < 1;

    public static TrunkWord TrunkOf(JointName name) => TrunkWords.TryGetValue(name.Word, out var found) ? found : TrunkWord.None;

    /// <summary>Whether it is no bone of a body: a control, a twist bone, the end of a chain, hair, a tail.</summary>
    public static bool IsHelper(JointName name)
    {
        var isJapanese = name.Word.Length > 0 && name.Word[0] > 0x2E80;
        foreach (var token in name.Tokens)
        {
            if (Helpers.Contains(token) || (isJapanese && Helpers.Contains(token.TrimStart('左', '右'))))
                return true;
            if (isJapanese && token is "d" or "ex") // MikuMikuDance's second set of leg bones
                return true;
            foreach (var part in HelperParts)
                if (token.Contains(part, StringComparison.Ordinal))
                    return true;
        }
        return false;
    }

    /// <returns>0 thumb, 1 index, 2 middle, 3 ring, 4 little; -1 for anything else.</returns>
    public static int Finger(string word) =>
        word.Contains("thumb", StringComparison.Ordinal) || word.Contains("親指", StringComparison.Ordinal) || word.Contains('拇') || word == "daumen" ? 0
        : word.Contains("index", StringComparison.Ordinal) || word.Contains("pointer", StringComparison.Ordinal)
            || word.Contains("forefinger", StringComparison.Ordinal) || word.Contains("人指", StringComparison.Ordinal)
            || word.Contains("食指", StringComparison.Ordinal) ? 1
        : word.Contains("middle", StringComparison.Ordinal) || word is "mid" or "midfinger" or "handmid" || word.Contains("中指", StringComparison.Ordinal) ? 2
        : word is "ring" || word.EndsWith("handring", StringComparison.Ordinal) || word.StartsWith("ringfinger", StringComparison.Ordinal)
            || word.EndsWith("fingerring", StringComparison.Ordinal)
            || word.StartsWith("ringproximal", StringComparison.Ordinal) || word.StartsWith("ringintermediate", StringComparison.Ordinal)
                || word.StartsWith("ringdistal", StringComparison.Ordinal)
            || word is "fring" or "ringstart" or "handringstart" or "ringmetacarpal" or "inhandring" || word.Contains("薬指", StringComparison.Ordinal)
                || word.Contains("无名指", StringComparison.Ordinal) ? 3
        : word.Contains("pinky", StringComparison.Ordinal) || word.Contains("pinkie", StringComparison.Ordinal)
            || word.Contains("little", StringComparison.Ordinal) || word.Contains("小指", StringComparison.Ordinal) ? 4
        : -1;

    static Dictionary<string, float[]> Table(params (float[] Costs, string Words)[] rows)
    {
        var table = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (costs, words) in rows)
            foreach (var word in words.Split(' '))
                table.Add(word, costs);
        return table;
    }

    static Dictionary<string, TrunkWord> Trunk(params (TrunkWord Kind, string Words)[] rows)
    {
        var table = new Dictionary<string, TrunkWord>(StringComparer.Ordinal);
        foreach (var (kind, words) in rows)
            foreach (var word in words.Split(' '))
                table.Add(word, kind);
        return table;
    }
}

/// <summary>The trunk bone that a word names (without the eyes, which have a side).</summary>
enum TrunkWord
{
    None,
    Hips,
    Root,
    Spine,
    Neck,
    Head,
    Jaw,
    Eye,
}
