using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Video;

namespace Avatars.Tests.Video;

/// <summary>Recordings in films, heard again by another ffmpeg.</summary>
public sealed class FilmSoundTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <remarks>The tone of <see cref="WavFiles"/> begins after half a second and ends at 1.2 s.</remarks>
    [TestCase(".mp4", 0, 0.5, 1.2), TestCase(".webm", 0.75, 1.25, 1.95), TestCase(".mov", -0.25, 0.25, 0.95)]
    public void A_recording_is_heard_at_its_time_and_the_film_lasts_as_long_as_its_pictures(string ending, double start, double from, double to)
    {
        File.WriteAllBytes(_folder["speech.wav"], WavFiles.Make(1.2, rate: 44100));
        var film = Write(ending, 50, new VideoSound(_folder["speech.wav"], start));
        var sound = Heard(film);
        Assert.That(sound.Seconds, Is.EqualTo(2).Within(0.1));
        Assert.That(sound.Between(0, from - 0.05).High, Is.LessThan(0.05f), "silence before");
        Assert.That(sound.Between(from + 0.05, to - 0.05).High, Is.EqualTo(0.5f).Within(0.08f), "the tone");
        Assert.That(sound.Between(from + 0.3, from + 0.32).High, Is.EqualTo(0.5f).Within(0.08f));
        Assert.That(sound.Between(to + 0.06, 2).High, Is.LessThan(0.05f), "silence after");
        using var reader = new VideoReader(film);
        RgbImage? frame = null;
        var frames = 0;
        while (reader.Read(ref frame))
            frames++;
        Assert.That(frames, Is.EqualTo(50));
    }

    [Test]
    public void A_recording_longer_than_the_film_ends_with_it_and_two_are_mixed()
    {
        File.WriteAllBytes(_folder["long.wav"], WavFiles.Make(5, rate: 8000, channels: 2));
        File.WriteAllBytes(_folder["other.wav"], WavFiles.Make(0.7, rate: 22050));
        var film = Write(".mp4", 25, new VideoSound(_folder["long.wav"]), new VideoSound(_folder["other.wav"], -0.5));
        var sound = Heard(film);
        Assert.That(sound.Seconds, Is.EqualTo(1).Within(0.1));
        Assert.That(sound.Between(0.02, 0.15).High, Is.GreaterThan(0.15f), "the second one");
        Assert.That(sound.Between(0.3, 0.45).High, Is.LessThan(0.05f), "neither");
        Assert.That(sound.Between(0.6, 0.9).High, Is.GreaterThan(0.15f), "the first one");
    }

    string Write(string ending, int frames, params VideoSound[] sounds)
    {
        var film = _folder["film" + ending];
        using var writer = new VideoWriter(film, 32, 32, new VideoOptions { FramesPerSecond = 25, Sounds = sounds });
        for (var i = 0; i < frames; i++)
            writer.Write(RandomPictures.Make(32, 32, seed: i));
        writer.Finish();
        return film;
    }

    WavSound Heard(string film)
    {
        var wav = _folder["heard.wav"];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", "-y", "-i", film, wav]))!;
        ffmpeg.WaitForExit();
        return WavFile.Read(wav);
    }
}
