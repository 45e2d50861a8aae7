using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Viewer.Library;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>A recording as a row of the timeline. 100 points are a second.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SoundTracksTests : IDisposable
{
    readonly OpenScene _scene = new();
    readonly SoundTracks _sounds;
    readonly DopeSheet _sheet;

    public SoundTracksTests()
    {
        _sounds = new SoundTracks(_scene.Editor);
        _sheet = new DopeSheet(_scene.Playback) { SoundOf = _sounds.Of, Layout = DopeLayout.Of(new Box(0, 0, 1300, 300)) };
        File.WriteAllBytes(_scene.Folder["speech.wav"], WavFiles.Make(5.5));
    }

    public void Dispose() => _scene.Dispose();

    SoundItem Sound => _scene.Document.All<SoundItem>().Single();

    [Test]
    public void A_recording_is_copied_shown_moved_deleted_and_undone()
    {
        _scene.Playback.Seek(1);
        _sounds.Add(_scene.Folder["speech.wav"]);
        Show();
        Assert.That((Sound.Start, Sound.File.File, Sound.File.Hash), Is.EqualTo((1f, "speech.wav", SceneFolder.HashOf(_scene.Folder["speech.wav"]))));
        Assert.That(File.Exists(Path.Combine(_scene.Editor.Folder!.Folder, "speech.wav")));
        Assert.That(_scene.Document.Settings.Seconds, Is.EqualTo(6.5f), "the scene grows to its end");
        var row = _sheet.Rows.Single();
        Assert.That((row.Kind, row.Bars.Single().End), Is.EqualTo((DopeRowKind.Sound, 6.5f)));
        Assert.That((double)row.Sound!.Between(0.5, 1).High, Is.EqualTo(0.5).Within(0.01));
        Drag(At(2), At(0.5f));
        Assert.That(Sound.Start, Is.EqualTo(-0.5f).Within(1e-4f), "a recording may begin before the scene");
        _sheet.Delete();
        Assert.That(_scene.Document.All<SoundItem>(), Is.Empty);
        _scene.Editor.Undo();
        Assert.That(Sound.Start, Is.EqualTo(-0.5f).Within(1e-4f));
        _scene.Editor.Undo();
        Assert.That(Sound.Start, Is.EqualTo(1));
    }

    [Test]
    public void A_saved_scene_has_its_recording_and_says_when_it_is_gone()
    {
        _sounds.Add(_scene.Folder["speech.wav"]);
        var path = _scene.Folder["saved/talk.avatar.json"];
        Directory.CreateDirectory(_scene.Folder["saved"]);
        _scene.Editor.SaveAs(path);
        Assert.That(File.ReadAllText(path), Does.Contain("{\"kind\":\"sound\",\"id\":\"speech\",\"file\":\"speech.wav\",\"sha256\":\""));
        var again = SceneFile.Read(path);
        Assert.That(again.All<SoundItem>().Single(), Is.EqualTo(Sound));
        Assert.That(new SceneFolder(path).Problems(again), Is.Empty);
        File.Delete(_scene.Folder["saved/speech.wav"]);
        Assert.That(new SceneFolder(path).Problems(again).Single(), Does.Contain("'speech.wav' is missing"));
    }

    [Test]
    public void What_is_no_recording_is_refused_before_it_is_copied()
    {
        File.WriteAllText(_scene.Folder["song.wav"], "ID3 a song");
        var error = Assert.Throws<FormatException>(() => _sounds.Add(_scene.Folder["song.wav"]))!;
        Assert.That(error.Message, Does.Contain("no WAV file").And.Contain("ffmpeg -i"));
        Assert.That(_scene.Document.All<SoundItem>(), Is.Empty);
        Assert.That(File.Exists(Path.Combine(_scene.Editor.Folder!.Folder, "song.wav")), Is.False);
    }

    void Show()
    {
        _sheet.Show(_scene.Document, _scene.Person);
        _sheet.View.Fit(_sheet.Layout.Tracks with { Width = 1040 }, 0, 10);
    }

    Vector2 At(float seconds) => new(_sheet.View.XAt(_sheet.Layout.Tracks, seconds), _sheet.Layout.TrackOf(0, 0).Center.Y);

    void Drag(Vector2 from, Vector2 to)
    {
        _sheet.Press(from);
        for (var share = 0f; share <= 1; share += 0.25f)
            _sheet.Drag(Vector2.Lerp(from, to, share));
        _sheet.Release(to);
        Show();
    }
}
