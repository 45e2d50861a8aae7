using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Formats;

namespace Avatars.Tests.Formats;

public sealed class WavFileTests
{
    [TestCase(1, 8), TestCase(1, 16), TestCase(1, 24), TestCase(1, 32), TestCase(3, 32), TestCase(3, 64), TestCase(0xFFFE, 16), TestCase(0xFFFE, 24)]
    public void Silence_and_tone_are_where_they_were_recorded(int coding, int bits)
    {
        foreach (var channels in new[] { 1, 2 })
        {
            var sound = Read(WavFiles.Make(1.25, coding, bits, channels));
            Assert.That((sound.Seconds, sound.Channels, sound.SampleRate), Is.EqualTo((1.25, channels, 8000)));
            Assert.That(sound.Between(0, 0.49).High, Is.EqualTo(0).Within(0.008), "silence");
            var (low, high) = sound.Between(0.5, 1.25);
            Assert.That((low, high), Is.EqualTo((-0.5f, 0.5f)).Using<(float, float)>((a, b) => MathF.Abs(a.Item1 - b.Item1) < 0.01f
                && MathF.Abs(a.Item2 - b.Item2) < 0.01f));
            Assert.That(sound.Between(2, 3), Is.EqualTo((0f, 0f)), "after the end");
            Assert.That(sound.Between(-1, 0), Is.EqualTo((0f, 0f)), "before the beginning");
        }
    }

    [TestCase("pcm_alaw"), TestCase("pcm_mulaw"), TestCase("pcm_s24le"), TestCase("pcm_f64le")]
    public void What_ffmpeg_writes_has_the_same_shape(string codec)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["tone.wav"], WavFiles.Make(1));
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", "-i", folder["tone.wav"], "-c:a", codec,
            folder["other.wav"]]))!;
        ffmpeg.WaitForExit();
        var (expected, sound) = (WavFile.Read(folder["tone.wav"]), WavFile.Read(folder["other.wav"]));
        Assert.That(sound.Seconds, Is.EqualTo(expected.Seconds));
        for (var i = 0; i < expected.Low.Length; i++)
            Assert.That((double)sound.High[i], Is.EqualTo(expected.High[i]).Within(0.02), $"{i} hundredths of a second, of full scale");
    }

    [Test]
    public void A_recording_that_was_written_to_a_pipe_or_cut_off_gives_what_is_there()
    {
        var whole = WavFiles.Make(1);
        foreach (var size in new[] { 0, -1, 0x7FFFFFFF })
        {
            var bytes = whole.ToArray();
            WavFiles.Number(size).CopyTo(bytes, 40);
            Assert.That(Read(bytes).Seconds, Is.EqualTo(1), $"size {size}");
        }
        Assert.That(Read(whole[..(44 + 8000)]).Seconds, Is.EqualTo(0.5), "cut off in the middle");
    }

    [Test]
    public void Large_recordings_and_further_chunks_are_read()
    {
        var data = WavFiles.Make(1)[44..];
        byte[] bytes = [.. WavFiles.Text("RF64"), .. WavFiles.Number(-1), .. WavFiles.Text("WAVE"), .. WavFiles.Text("ds64"), .. WavFiles.Number(28),
            .. BitConverter.GetBytes(0L), .. BitConverter.GetBytes((long)data.Length), .. BitConverter.GetBytes(8000L), .. WavFiles.Number(0),
            .. WavFiles.Text("LIST"), .. WavFiles.Number(3), 1, 2, 3, 0, .. WavFiles.Format(1, 16, 1, 8000), .. WavFiles.Text("data"),
            .. WavFiles.Number(-1), .. data, .. new byte[500]];
        var sound = Read(bytes);
        Assert.That(sound.Seconds, Is.EqualTo(1), "what follows the samples is none of them");
        Assert.That((double)sound.Between(0.5, 1).High, Is.EqualTo(0.5).Within(0.01));
    }

    [Test]
    public void Samples_that_are_no_numbers_are_silent()
    {
        var sound = Read(WavFiles.Make(0.2, 3, 32, sample: seconds => seconds < 0.1 ? float.NaN : float.PositiveInfinity));
        Assert.That((sound.Between(0, 0.09).High, sound.Between(0.11, 0.2).High), Is.EqualTo((0f, 1f)));
    }

    static IEnumerable<TestCaseData> Wrong()
    {
        var whole = WavFiles.Make(0.1);
        byte[] With(int at, params byte[] bytes)
        {
            var changed = whole.ToArray();
            bytes.CopyTo(changed, at);
            return changed;
        }
        yield return new TestCaseData(Array.Empty<byte>(), "no WAV file").SetArgDisplayNames("empty");
        yield return new TestCaseData("ID3 and the rest"u8.ToArray(), "no WAV file").SetArgDisplayNames("MP3");
        yield return new TestCaseData(whole[..20], "byte 12: the format").SetArgDisplayNames("cut in the format");
        yield return new TestCaseData(whole[..36], "ends before its samples").SetArgDisplayNames("no samples");
        yield return new TestCaseData(whole[..44], "has no samples").SetArgDisplayNames("no sample");
        yield return new TestCaseData(With(20, 0x55, 0), "coding 85").SetArgDisplayNames("MP3 in WAV");
        yield return new TestCaseData(With(20, 2, 0), "ffmpeg -i").SetArgDisplayNames("ADPCM names the remedy");
        yield return new TestCaseData(With(34, 12, 0), "12 bits").SetArgDisplayNames("12 bits");
        yield return new TestCaseData(With(22, 0, 0), "0 channels").SetArgDisplayNames("0 channels");
        yield return new TestCaseData(With(24, 0, 0, 0, 0), "at 0 samples a second").SetArgDisplayNames("0 samples a second");
        yield return new TestCaseData(With(32, 7, 0), "7 bytes").SetArgDisplayNames("block");
        yield return new TestCaseData(With(16, 0xF0, 0xFF, 0xFF, 0x7F), "chunk 'fmt' says").SetArgDisplayNames("huge chunk");
        yield return new TestCaseData(With(12, (byte)'j'), "samples come before their format").SetArgDisplayNames("no format");
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_file_is_one_sentence_with_the_place(byte[] bytes, string message)
    {
        var error = Assert.Throws<FormatException>(() => Read(bytes))!;
        Assert.That(error.Message, Does.StartWith("speech.wav").And.Contain(message).And.Not.Contain("\n"));
    }

    [Test]
    public void Mutated_files_throw_nothing_else()
    {
        var random = new Random(7);
        var whole = WavFiles.Make(0.05, 0xFFFE, 24, 2);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var k = random.Next(4); k > 0 && bytes.Length > 0; k--)
                bytes[random.Next(Math.Min(bytes.Length, 80))] = (byte)random.Next(256);
            try
            {
                Assert.That(Read(bytes).Seconds, Is.InRange(0, 1e4));
            }
            catch (FormatException)
            {
            }
        }
    }

    static WavSound Read(byte[] bytes) => WavFile.Read(new MemoryStream(bytes), "speech.wav");
}
