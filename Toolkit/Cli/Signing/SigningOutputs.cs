using System.Globalization;
using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Editing;
using Avatars.Systems;

namespace Avatars.Cli.Signing;

/// <summary>What a signed clip is written as, besides a film.</summary>
static class SigningOutputs
{
    const string SampleSource = "Samples/Sources/person-01-waist.png";
    const int PoseSize = 512; // pixels of the picture that a .pose file counts in
    const int Cell = 256; // pixels of a moment in the sheet
    const int Columns = 8, MostCells = 160;

    public static string DefaultSource()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, SampleSource) is var path && File.Exists(path))
                    return path;
        throw new FileNotFoundException($"The sample picture {SampleSource} is not beside this program. Name a picture with --source.");
    }

    /// <summary>A camera that keeps head, hips and hands in the picture in each frame; a note says so where the hands make it wider than usual.</summary>
    /// <param name="motion">On the standard humanoid.</param>
    /// <param name="person">Whose proportions the film shows; null for the standard humanoid.</param>
    public static Camera CameraOf(SigningMotion motion, TexturedPerson? person, int width, int height)
    {
        var framing = person is null ? SigningFraming.Of(motion, StandardHumanoid.Map) : FramingOf(motion, person);
        if (framing.IsWidened)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"avatar: note: the hands reach out of the usual picture from head to hips, "
                + $"farthest at {framing.WidestSeconds:0.0} s{GlossAt(motion, framing.WidestSeconds)}. The picture is made {100 * (framing.Widening - 1):0} % "
                + $"wider, so that they never leave it; face and hands are smaller. A larger --size shows them better."));
        return framing.CameraOf(width, height);
    }

    static SigningFraming FramingOf(SigningMotion motion, TexturedPerson person)
    {
        var sampler = new PoseSampler(motion, KeypointLayout.Avatar128, StandardHumanoid.Map);
        var anywhere = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 1, 0), 0.5f, PoseSize, PoseSize); // joints alone are taken
        var (posed, framing) = (new PosedPerson(person.Body), new SigningFraming(person.Body.Map));
        for (var frame = 0; frame < motion.FrameCount; frame++)
        {
            sampler.Sample(frame / motion.FrameRate);
            posed.Pose(sampler.Before(anywhere));
            framing.Add(frame / motion.FrameRate, posed.Joints);
        }
        return framing;
    }

    /// <summary>The sign that is shown, or from which the hands are just coming.</summary>
    static string GlossAt(SigningMotion motion, float seconds)
    {
        var gloss = "";
        foreach (var (item, start, _) in motion.Signs)
            if (start <= seconds && item is not SigningPause)
                gloss = item.Gloss;
        return gloss.Length > 0 ? $" ({ErrorLine.Printable(gloss, 40)})" : "";
    }

    /// <summary>Says so where the clothes have the colour of the hands.</summary>
    public static void HintContrast(PersonSource source)
    {
        if (source.Person is { } person && HandContrast.Of(person) is var contrast && contrast < HandContrast.Least)
            Console.Error.WriteLine($"avatar: note: hands and clothes have similar colours (difference {contrast:0}, better {HandContrast.Least:0} or more): "
                + "hands before the body are hard to read. A picture in plain clothes of another colour helps.");
    }

    public static void WritePose(string file, SigningMotion signed) =>
        SigningPoseFile.Write(file, signed, StandardHumanoid.Map, CameraOf(signed, null, PoseSize, PoseSize));

    /// <summary>The movement as a scene with its glosses. Pictures of the person that are not in the scene's folder are left to <c>avatar video</c>.</summary>
    /// <param name="background">Null for the plain one.</param>
    public static void WriteScene(SceneFolder folder, SigningMotion signed, SigningOptions options, string language, bool isOwnAlphabet,
        IReadOnlyList<string> pictures, FileReference? background)
    {
        var start = folder.Folder + Path.DirectorySeparatorChar;
        var inside = pictures.Where(path => Path.GetFullPath(path).StartsWith(start, StringComparison.Ordinal)).ToArray();
        foreach (var path in pictures.Except(inside))
            Console.Error.WriteLine($"avatar: note: {ErrorLine.Printable(path, 200)} is not in the scene's folder and is left out. Copy it there, or give "
                + "it to 'avatar video --scene' with --source.");
        SceneFile.Write(folder.ScenePath, SigningScene.Of(signed, options, language, isOwnAlphabet, CameraOf(signed, null, PoseSize, PoseSize), folder,
            [.. inside.Select(folder.Refer)], background));
    }

    /// <summary>The middle of each sign's last third as a pose map, the hands larger below it.</summary>
    public static void WriteSheet(string file, SigningMotion signed)
    {
        var moments = Moments(signed).Take(MostCells).ToArray();
        var style = PoseMapStyle.Avatar;
        var columns = Math.Min(Columns, moments.Length);
        var rows = (moments.Length + columns - 1) / columns;
        var (sheet, map) = (new RgbImage(columns * Cell, rows * Cell * 2), new RgbImage(Cell, Cell));
        var projector = new RigKeypoints(StandardHumanoid.Map, style.Layout, visibility: KeypointVisibility.All);
        var rasterizer = new PoseMapRasterizer(style, Cell, Cell);
        var keypoints = new Keypoint[style.Layout.Count];
        var pose = signed.MakePose();
        var model = new Matrix4x4[signed.Skeleton.Count];
        var whole = SigningFraming.Of(signed, StandardHumanoid.Map).CameraOf(Cell, Cell);
        for (var i = 0; i < moments.Length; i++)
        {
            signed.Sample(moments[i], pose);
            LocalToModel.Run(signed.Skeleton, pose.Joints, model);
            for (var view = 0; view < 2; view++)
            {
                projector.Project(model, view == 0 ? whole : HandsCamera(model), keypoints);
                rasterizer.Draw(keypoints, map);
                for (var y = 0; y < Cell; y++)
                    map.Row(y).CopyTo(sheet.Row((i / columns * 2 + view) * Cell + y)[(i % columns * Cell * 3)..]);
            }
        }
        PictureFile.Write(file, sheet);
    }

    static IEnumerable<float> Moments(SigningMotion signed)
    {
        foreach (var (item, start, end) in signed.Signs)
            if (item is NotatedSign)
            {
                yield return start + 0.45f * (end - start);
                yield return end - 0.02f;
            }
            else
                yield return item is SpelledLetter ? end - 0.05f : (start + end) / 2;
    }

    /// <summary>Close to the hands that are raised.</summary>
    static Camera HandsCamera(Matrix4x4[] model)
    {
        var map = StandardHumanoid.Map;
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        var raised = 0;
        for (var side = 0; side < 2; side++)
        {
            var wrist = model[map[HumanBones.Side(side == 0, HumanBodyBones.LeftHand)]].Translation;
            if (wrist.Y < 1.08f && (side == 0 || raised > 0))
                continue;
            raised++;
            for (var finger = 0; finger < 5; finger++)
                foreach (var point in new[] { model[map[HumanBones.Finger(side == 0, finger, 2)]].Translation, wrist })
                    (low, high) = (Vector3.Min(low, point), Vector3.Max(high, point));
        }
        var target = (low + high) / 2;
        var extent = MathF.Max(0.2f, MathF.Max(high.X - low.X, high.Y - low.Y) + 0.09f);
        return Camera.LookAt(target + new Vector3(0, 0, 2.2f), target, 2 * MathF.Atan(extent / 2 / 2.2f), Cell, Cell);
    }

    public static string Summary(string file, SigningMotion signed)
    {
        var letters = signed.Signs.Count(sign => sign.Item is SpelledLetter);
        var signs = signed.Signs.Count - letters;
        return string.Create(CultureInfo.InvariantCulture, $"{file}: {signed.Length:0.0} s, {signs} {(signs == 1 ? "sign" : "signs")}, {letters} "
            + $"{(letters == 1 ? "letter" : "letters")}. No deaf signer has judged this: a tool for making and studying, not an interpreter.");
    }
}
