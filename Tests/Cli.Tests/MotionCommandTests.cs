using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

public sealed class MotionCommandTests
{
    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    static string Case(string name) => Path.Combine(SharedFolders.Cases, "trial", name);

    static JsonElement Json(params string[] arguments)
    {
        var (code, output, errors) = CommandLine.Run(["motion", .. arguments, "--json"]);
        Assert.That(code, Is.Zero, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    [Test]
    public void What_was_understood_is_printed()
    {
        var (code, output, errors) = CommandLine.Run("motion", Wave);
        Assert.That(code, Is.Zero, errors);
        foreach (var part in new[] { "BVH", "151 frames at 30 a second, 5 s", "+Y: the rest pose stands along it", "the camera, +Z", "1.67 m, sole to "
            + "crown: 167 centimetres", "LeftUpperArm = LeftArm", "5 left, 5 right" })
            Assert.That(output, Does.Contain(part));
        Assert.That(output, Does.Not.Contain("warning"));
    }

    [Category("Cases")]
    [TestCase("zup_walk.bvh", "+Z", 0), TestCase("yup_walk_control.bvh", "+Y", 0), TestCase("away_rest_pose.bvh", "+Y", 180),
        TestCase("away_turned_root.bvh", "+Y", 180), TestCase("up_bones_along_x.bvh", "+Y", 0)]
    public void Up_facing_and_size_are_told(string file, string up, int facing)
    {
        var summary = Json(Case(file));
        Assert.That(summary.GetProperty("up").GetString(), Is.EqualTo(up));
        Assert.That(Math.Abs(summary.GetProperty("facingDegrees").GetDouble()), Is.EqualTo(facing).Within(1));
        Assert.That(summary.GetProperty("unit").GetString(), Is.EqualTo("centimetres"));
        Assert.That(summary.GetProperty("heightMetres").GetDouble(), Is.EqualTo(1.66).Within(0.02));
        Assert.That(summary.GetProperty("bones").GetProperty("LeftUpperArm").GetString(), Is.EqualTo("LeftArm"));
        Assert.That(summary.GetProperty("pathMetres").GetDouble(), Is.EqualTo(file.Contains("walk", StringComparison.Ordinal) ? 3 : 0)
            .Within(0.02), "0.75 m a frame, four times");
    }

    [Test, Category("Cases")]
    public void A_rest_pose_that_does_not_stand_is_warned_of() =>
        Assert.That(Json(Case("up_bones_along_x.bvh")).GetProperty("warnings").EnumerateArray().Single().GetString(), Does.Contain("rest pose"));

    [Test, Category("Cases")]
    public void Animations_of_a_file_are_listed()
    {
        var summary = Json(Case("gltf_two_animations.glb"));
        Assert.That(summary.GetProperty("animations").EnumerateArray().Select(name => name.GetString()), Is.EqualTo(new[] { "Idle", "Wave" }));
        Assert.That(summary.GetProperty("animation").GetString(), Is.EqualTo("Idle"));
        Assert.That(Json(Case("gltf_two_animations.glb"), "--animation", "Wave").GetProperty("animation").GetString(), Is.EqualTo("Wave"));
    }

    [Test, Category("Cases")]
    public void People_of_a_pose_file_are_told_and_chosen()
    {
        var summary = Json(Case("pose_first_person_unseen.pose"));
        Assert.That((summary.GetProperty("people").GetInt32(), summary.GetProperty("person").GetInt32()), Is.EqualTo((2, 2)));
        var (code, _, errors) = CommandLine.Run("motion", Case("pose_first_person_unseen.pose"), "--person", "1");
        Assert.That((code, errors.Trim()), Is.EqualTo((1, $"avatar: {Case("pose_first_person_unseen.pose")}: person 1 is never seen. Seen: 2.")));
    }

    [Test]
    public void A_contact_sheet_shows_front_and_side()
    {
        var sheet = _folder["sheet.png"];
        var (code, output, errors) = CommandLine.Run("motion", Wave, "--out", sheet, "--moments", "5");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain($"{sheet}: 0, 1.25, 2.5, 3.75, 5 s"));
        var picture = PictureFile.ReadRgb(sheet);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((5 * 192, 2 * 192)));
        for (var i = 0; i < 5; i++)
            Assert.That(Width(i, 1), Is.InRange(10, Width(i, 0) - 10), "pixels: a person is narrower from the side");

        int Width(int column, int row)
        {
            var drawn = Enumerable.Range(0, 192).Where(x => Enumerable.Range(0, 192)
                .Any(y => picture.Row(row * 192 + y)[(column * 192 + x) * 3] + picture.Row(row * 192 + y)[(column * 192 + x) * 3 + 1] > 100)).ToArray();
            return drawn[^1] - drawn[0];
        }
    }

    [TestCase("nothing.bvh", "nothing.bvh"), TestCase("film.fbx", "'.fbx' is not a motion format")]
    public void What_is_no_motion_is_refused_in_one_line(string name, string part)
    {
        var path = _folder[name];
        if (name.EndsWith(".fbx", StringComparison.Ordinal))
            File.WriteAllText(path, "fbx");
        var (code, output, errors) = CommandLine.Run("motion", path);
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.StartWith("avatar: ").And.Contain(part));
    }

    [TestCase("--moments", "0", "--moments 0: give 1 to 32"), TestCase("--yaw", "1e9", "--yaw 1000000000")]
    public void Numbers_out_of_range_are_refused(string option, string value, string part)
    {
        var (code, _, errors) = CommandLine.Run("motion", Wave, option, value);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(part));
    }
}
