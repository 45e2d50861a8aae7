using System.Numerics;
using System.Text.Json;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Synthesis;

namespace Avatars.Tests.Signing;

/// <summary>Postures against the frames that another player made of the same signs. The files are no part of the repository.</summary>
public sealed class PublishedFrameTests
{
    static readonly Dictionary<string, string> Parents = new()
    {
        ["SPI1"] = "ROOT", ["SPI2"] = "SPI1", ["SPI3"] = "SPI2", ["NEC1"] = "SPI3", ["LCLR"] = "SPI3", ["LUPA"] = "LCLR", ["LLRA"] = "LUPA", ["LWRI"] = "LLRA",
        ["LMC3"] = "LWRI", ["LMF1"] = "LMC3", ["LMC2"] = "LWRI", ["LIF1"] = "LMC2", ["LMC5"] = "LWRI", ["LPF1"] = "LMC5", ["RCLR"] = "SPI3", ["RUPA"] = "RCLR",
        ["RLRA"] = "RUPA", ["RWRI"] = "RLRA", ["RMC3"] = "RWRI", ["RMF1"] = "RMC3", ["RMC2"] = "RWRI", ["RIF1"] = "RMC2", ["RMC5"] = "RWRI", ["RPF1"] = "RMC5",
    };

    /// <summary>Wrist in shoulder widths from the middle of the upper-arm joints, finger direction and palm, right hand and left hand.</summary>
    static (Vector3 Wrist, Vector3 Fingers, Vector3 Palm)[] Hands(JsonElement frame)
    {
        var local = frame.GetProperty("bones").EnumerateArray().GroupBy(bone => bone.GetProperty("id4cc").GetString()!).ToDictionary(bone => bone.Key, bone =>
        {
            float[] Of(string name) => bone.First().GetProperty(name).EnumerateArray().Select(number => number.GetSingle()).ToArray();
            var (t, r) = (Of("trans"), Of("rot"));
            return (new Vector3(t[0], t[1], t[2]), new Quaternion(r[0], r[1], r[2], r[3]));
        });
        (Vector3 Position, Quaternion Rotation) Model(string bone)
        {
            var (translation, rotation) = local[bone];
            if (!Parents.TryGetValue(bone, out var parent))
                return (translation, rotation);
            var above = Model(parent);
            return (above.Position + Vector3.Transform(translation, above.Rotation), above.Rotation * rotation);
        }
        var (left, right) = (Model("LUPA").Position, Model("RUPA").Position);
        var (middle, width) = ((left + right) / 2, Vector3.Distance(left, right));
        return [.. new[] { "R", "L" }.Select(side =>
        {
            var wrist = Model(side + "WRI").Position;
            var fingers = Vector3.Transform(Vector3.UnitX, Model(side + "WRI").Rotation); // along the bone
            var across = Model(side + "IF1").Position - Model(side + "PF1").Position;
            var palm = Vector3.Normalize(side == "L" ? Vector3.Cross(fingers, across) : Vector3.Cross(across, fingers));
            return ((wrist - middle) / width, fingers, palm);
        })];
    }

    static float Degrees(Vector3 a, Vector3 b) => MathF.Acos(Math.Clamp(Vector3.Dot(a, b), -1, 1)) * 180 / MathF.PI;

    static string Summary(string name, List<float> values)
    {
        values.Sort();
        return values.Count == 0 ? $"{name}: none"
            : $"{name}: median {values[values.Count / 2]:0.00}, three quarters {values[values.Count * 3 / 4]:0.00}, "
                + $"nine tenths {values[values.Count * 9 / 10]:0.00} "
            + $"(n {values.Count})";
    }

    [Test, Explicit("Needs frames that are not part of the repository: AVATAR_FRAMES names a folder with hamnosysData and SignFiles.")]
    public void Postures_are_near_those_of_another_player()
    {
        var folder = Environment.GetEnvironmentVariable("AVATAR_FRAMES")!;
        var rig = new SignerRig(StandardHumanoid.Map);
        var names = new[] { "first posture", "end" };
        var errors = names.ToDictionary(name => name, _ => (Wrist: new List<float>(), Depth: new List<float>(), Fingers: new List<float>(),
            Palm: new List<float>()));
        var seconds = new List<float>();
        var worst = new List<(float Error, string Text)>();
        foreach (var data in Directory.EnumerateFiles(Path.Combine(folder, "hamnosysData"), "*.txt").Order(StringComparer.Ordinal))
        {
            var notation = Path.Combine(folder, "SignFiles", Path.GetFileNameWithoutExtension(data) + ".sigml");
            if (!File.Exists(notation))
                continue;
            JsonDocument json;
            Sign sign;
            try
            {
                json = JsonDocument.Parse(File.ReadAllText(data));
                sign = SigmlFile.Read(notation).Signs[0];
            }
            catch (Exception error) when (error is JsonException or FormatException or ArgumentOutOfRangeException)
            {
                continue;
            }
            using var parsed = json;
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() == 0 || sign.Parts.Count == 0
                || sign.Diagnostics.Count > 0)
                continue;
            var frames = json.RootElement[0].GetProperty("frames").EnumerateArray().ToArray();
            if (frames.Length < 10)
                continue;
            var planned = new SignPlanner(rig).Plan(sign);
            var approach = frames.First(frame => frame.GetProperty("time").GetSingle() >= 318);
            var theirs = new[] { Hands(approach), Hands(frames[^1]) };
            var mine = new[] { (planned.Right.At(planned.Approach), planned.Left.At(planned.Approach)), (planned.Right.At(planned.Right.Duration),
                planned.Left.At(planned.Left.Duration)) };
            seconds.Add(planned.Duration - planned.Approach + 0.32f - frames[^1].GetProperty("time").GetSingle() / 1000);
            for (var moment = 0; moment < 2; moment++)
                for (var side = 0; side < (sign.Parts[0].BothHands ? 2 : 1); side++)
                {
                    var sample = side == 0 ? mine[moment].Item1 : mine[moment].Item2;
                    var arm = rig.Arm(side == 1);
                    var (wrist, fingers, palm) = theirs[moment][side];
                    var at = (sample.Wrist - rig.Origin) / rig.Width;
                    var list = errors[names[moment]];
                    var flat = new Vector2(at.X - wrist.X, at.Y - wrist.Y).Length();
                    list.Wrist.Add(flat);
                    list.Depth.Add(MathF.Abs(at.Z - wrist.Z));
                    list.Fingers.Add(Degrees(arm.FingersOf(sample.Hand), fingers));
                    list.Palm.Add(Degrees(arm.PalmOf(sample.Hand), palm));
                    if (side == 0)
                        worst.Add((flat, $"{names[moment]} {Path.GetFileName(notation)}: mine {at:0.00}, theirs {wrist:0.00}"));
                }
        }
        foreach (var name in names)
        {
            var (wrist, depth, fingers, palm) = errors[name];
            TestContext.Out.WriteLine(name);
            TestContext.Out.WriteLine(Summary("  wrist in the picture's plane, shoulder widths", wrist));
            TestContext.Out.WriteLine(Summary("  wrist in depth, shoulder widths", depth));
            TestContext.Out.WriteLine(Summary("  fingers, degrees", fingers));
            TestContext.Out.WriteLine(Summary("  palm, degrees", palm));
        }
        TestContext.Out.WriteLine(Summary("duration, seconds longer", seconds));
        foreach (var (error, text) in worst.OrderByDescending(one => one.Error).Take(40))
            TestContext.Out.WriteLine($"  {error:0.00} {text}");
        Assert.That(errors["first posture"].Fingers, Is.Not.Empty);
    }

    [Test, Explicit("A measurement of speed; AVATAR_SIGML names a folder of SiGML files.")]
    public void Signs_a_second_from_notation_to_keys()
    {
        var files = Directory.EnumerateFiles(Environment.GetEnvironmentVariable("AVATAR_SIGML")!, "*.sigml", SearchOption.AllDirectories).ToArray();
        var texts = files.Select(File.ReadAllText).ToArray();
        var signer = new Signer();
        foreach (var warm in new[] { true, false })
        {
            var (watch, signs, before) = (System.Diagnostics.Stopwatch.StartNew(), 0, System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime);
            foreach (var text in texts)
            {
                if (watch.Elapsed.TotalSeconds > (warm ? 4 : 20))
                    break;
                SignDocument document;
                try
                {
                    document = SigmlFile.Parse(text, "x");
                }
                catch (FormatException)
                {
                    continue;
                }
                foreach (var sign in document.Signs.Where(sign => sign.IsPlayable).Take(400))
                {
                    signer.Compose("x", [new NotatedSign(sign, "", "")], new SigningOptions { RestSeconds = 0, Idle = false });
                    signs++;
                }
            }
            var used = (System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            TestContext.Out.WriteLine($"{signs} signs in {watch.Elapsed.TotalSeconds:0.0} s, {used:0.0} s of processor: "
                + $"{signs / used:0} a second of processor time");
        }
    }
}
