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

    public static Camera CameraOf(IPoseSource clip, int width, int height) => PersonFraming.CameraOf(clip, StandardHumanoid.Map, waistUp: true, width,
        height);

    /// <param name="motion">On the standard humanoid.</param>
    /// <param name="person">Whose proportions the film shows; null for the standard humanoid.</param>
    public static Camera CameraOf(IPoseSource motion, TexturedPerson? person, int width, int height)
    {
        const float Step = 0.1f; // seconds
        const int Most = 4000;
        var camera = CameraOf(motion, width, height);
        if (person is null)
            return camera;
        var sampler = new PoseSampler(motion, KeypointLayout.Avatar128, StandardHumanoid.Map);
        var (posed, framing) = (new PosedPerson(person.Body), new PersonFraming(person.Body.Map));
        var poses = Math.Clamp((int)(motion.Length / Step), 2, Most);
        for (var i = 0; i < poses; i++)
        {
            sampler.Sample(motion.Length * i / (poses - 1));
            posed.Pose(sampler.Before(camera));
            framing.Add(posed.Joints, waistUp: true);
        }
        var size = Math.Min(width, height);
        var fieldOfView = 2 * MathF.Atan(size / (2 * camera.FocalLength)); // of the centred square
        var (target, distance) = framing.Fit(0, 0, fieldOfView);
        return Camera.Orbit(target, 0, 0, distance, fieldOfView, size, size) with { Width = width, Height = height };
    }

    /// <summary>Says so where the clothes have the colour of the hands.</summary>
    public static void HintContrast(PersonSource source)
    {
        if (source.Person is { } person && HandContrast.Of(person) is var contrast && contrast < HandContrast.Least)
            Console.Error.WriteLine($"avatar: note: hands and clothes have similar colours (difference {contrast:0}, better {HandContrast.Least:0} or more): "
                + "hands before the body are hard to read. A picture in plain clothes of another colour helps.");
    }

    public static void WritePose(string file, SignedClip signed) =>
        SigningPoseFile.Of(signed.Clip, StandardHumanoid.Map, CameraOf(signed.Clip, PoseSize, PoseSize)).Write(file);

    /// <summary>The movement as a scene with its glosses. Pictures of the person that are not in the scene's folder are left to <c>avatar video</c>.</summary>
    /// <param name="background">Null for the plain one.</param>
    public static void WriteScene(SceneFolder folder, SignedClip signed, SigningOptions options, string language, bool isOwnAlphabet,
        IReadOnlyList<string> pictures, FileReference? background)
    {
        var start = folder.Folder + Path.DirectorySeparatorChar;
        var inside = pictures.Where(path => Path.GetFullPath(path).StartsWith(start, StringComparison.Ordinal)).ToArray();
        foreach (var path in pictures.Except(inside))
            Console.Error.WriteLine($"avatar: note: {ErrorLine.Printable(path, 200)} is not in the scene's folder and is left out. Copy it there, or give "
                + "it to 'avatar video --scene' with --source.");
        SceneFile.Write(folder.ScenePath, SigningScene.Of(signed, options, language, isOwnAlphabet, CameraOf(signed.Clip, PoseSize, PoseSize), folder,
            [.. inside.Select(folder.Refer)], background));
    }

    /// <summary>The middle of each sign's last third as a pose map, the hands larger below it.</summary>
    public static void WriteSheet(string file, SignedClip signed)
    {
        var moments = Moments(signed).Take(MostCells).ToArray();
        var style = PoseMapStyle.Avatar;
        var columns = Math.Min(Columns, moments.Length);
        var rows = (moments.Length + columns - 1) / columns;
        var (sheet, map) = (new RgbImage(columns * Cell, rows * Cell * 2), new RgbImage(Cell, Cell));
        var projector = new RigKeypoints(StandardHumanoid.Map, style.Layout, visibility: KeypointVisibility.All);
        var rasterizer = new PoseMapRasterizer(style, Cell, Cell);
        var keypoints = new Keypoint[style.Layout.Count];
        var local = new JointTransform[signed.Clip.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        var whole = CameraOf(signed.Clip, Cell, Cell);
        for (var i = 0; i < moments.Length; i++)
        {
            signed.Clip.Sample(moments[i], local);
            LocalToModel.Run(signed.Clip.Skeleton, local, model);
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

    static IEnumerable<float> Moments(SignedClip signed)
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
