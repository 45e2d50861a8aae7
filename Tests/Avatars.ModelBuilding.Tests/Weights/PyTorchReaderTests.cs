using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Archives made by hand: what no torch.save writes is refused before memory is taken.</summary>
public sealed class PyTorchReaderTests
{
    string _path = "";

    [SetUp]
    public void ChooseFile() => _path = Path.Combine(Path.GetTempPath(), $"avatar-{Guid.NewGuid():N}.pt");

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    [Test]
    public void A_tensor_is_read()
    {
        Write(Dictionary("x", Tensor(4, 0, [2, 2], [2, 1])));
        using var file = PyTorchReader.Open(_path);
        Assert.That(file.Read("x").SelectMany(piece => piece.ToArray()), Is.EqualTo(new[] { 1f, 2, 3, 4 }));
    }

    [TestCase(new[] { 2, 2 }, new[] { 1, 2 }, new[] { 1f, 3, 2, 4 })]
    [TestCase(new[] { 3, 2 }, new[] { 0, 1 }, new[] { 1f, 2, 1, 2, 1, 2 }), TestCase(new[] { 2 }, new[] { 3 }, new[] { 1f, 4 })]
    public void Views_are_gathered(int[] shape, int[] strides, float[] expected)
    {
        Write(Dictionary("x", Tensor(4, 0, shape, strides)));
        using var file = PyTorchReader.Open(_path);
        Assert.That(file.Read("x").SelectMany(piece => piece.ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public void A_dictionary_that_holds_itself_is_walked_once()
    {
        Write("}q\u0001(" + Text("again") + "h\u0001" + Text("x") + Tensor(4, 0, [4], [1]) + "u.");
        using var file = PyTorchReader.Open(_path);
        Assert.That(file.Entries.Keys, Is.EqualTo(new[] { "x" }));
    }

    static IEnumerable<TestCaseData> Hostile()
    {
        yield return new TestCaseData(Dictionary("x", "cos\nsystem\n(" + Text("echo pwned") + "tR"), "os.system").SetArgDisplayNames("a call");
        yield return new TestCaseData(Dictionary("x", "cbuiltins\neval\n" + Text("1") + "\u0085R"), "builtins.eval").SetArgDisplayNames("eval");
        yield return new TestCaseData(Dictionary("x", "ctorch.storage\n_load_from_bytes\nC\u0001." + "\u0085R"), "_load_from_bytes")
            .SetArgDisplayNames("a pickle in a pickle");
        yield return new TestCaseData(Dictionary("x", Text("os") + Text("system") + "\u0093"), "os.system").SetArgDisplayNames("a name from the stack");
        yield return new TestCaseData("(" + Text("echo pwned") + "ios\nsystem\n.", "operation").SetArgDisplayNames("an old instance");
        yield return new TestCaseData("\u0082\u0001.", "operation").SetArgDisplayNames("an extension");
        yield return new TestCaseData(Dictionary("x", "K\u0001K\u0002\u0085R"), "no class").SetArgDisplayNames("a call of a number");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 0, [5], [1])), "reaches beyond").SetArgDisplayNames("a shape beyond the storage");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 4, [1], [1])), "reaches beyond").SetArgDisplayNames("an offset beyond the storage");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 0, [2, 2], [9, 1])), "reaches beyond").SetArgDisplayNames("a stride beyond the storage");
        yield return new TestCaseData(Dictionary("x", Tensor(1_000_000_000, 0, [1_000_000_000], [1])), "16 bytes")
            .SetArgDisplayNames("a storage that is not there");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 0, [-1], [1])), "describe no tensor").SetArgDisplayNames("a negative side");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 0, [2, 2], [1])), "describe no tensor").SetArgDisplayNames("fewer strides than sides");
        yield return new TestCaseData(Dictionary("x", Tensor(4, 0, [1], [1], key: "../../etc/passwd")), "missing in the archive")
            .SetArgDisplayNames("a path for a key");
        yield return new TestCaseData("X\u00ff\u00ff\u00ff\u007f", "should follow").SetArgDisplayNames("a text without an end");
        yield return new TestCaseData("}" + Text("x"), "ends here").SetArgDisplayNames("a pickle without an end");
        yield return new TestCaseData("0.", "not there").SetArgDisplayNames("a value that is not there");
        yield return new TestCaseData("tt.", "not opened").SetArgDisplayNames("a tuple without a beginning");
        yield return new TestCaseData(new string('(', 20_000), "too deeply").SetArgDisplayNames("nesting");
        yield return new TestCaseData("N" + new string('2', 9_000_000), "values").SetArgDisplayNames("millions of values");
        yield return new TestCaseData("<html>", "no pickle operation").SetArgDisplayNames("a web page");
    }

    [TestCaseSource(nameof(Hostile))]
    public void What_is_no_tensor_is_refused(string pickle, string reason)
    {
        Write(pickle);
        Assert.That(() => PyTorchReader.Open(_path),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason).And.Message.Contains(_path).And.Message.Contains("byte "));
    }

    [Test]
    public void A_compressed_archive_is_not_unpacked()
    {
        Write(Dictionary("x", Tensor(4, 0, [4], [1])), new byte[1 << 20], CompressionLevel.Optimal);
        Assert.That(() => PyTorchReader.Open(_path), Throws.TypeOf<FormatException>().With.Message.Contains("compressed"));
    }

    [TestCase(0.2), TestCase(0.6), TestCase(0.95)]
    public void A_file_that_is_cut_short_is_refused(double share)
    {
        Write(Dictionary("x", Tensor(4, 0, [4], [1])));
        var bytes = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, bytes[..(int)(bytes.Length * share)]);
        Assert.That(() => PyTorchReader.Open(_path), Throws.TypeOf<FormatException>().With.Message.Contains("cut short"));
    }

    /// <summary>Any byte of the file may be wrong: the reader refuses or reads, but never fails otherwise.</summary>
    [Test]
    public void A_damaged_file_never_ends_in_another_error()
    {
        Write(Dictionary("x", Tensor(4, 1, [3], [1])));
        var right = File.ReadAllBytes(_path);
        foreach (var value in new byte[] { 0, 0x28, 0x80, 0xff })
            for (var i = 0; i < right.Length; i++)
            {
                var wrong = right.ToArray();
                wrong[i] = value;
                File.WriteAllBytes(_path, wrong);
                try
                {
                    using var file = PyTorchReader.Open(_path);
                    foreach (var name in file.Entries.Keys)
                        Assert.That(file.Read(name).Sum(piece => piece.Length), Is.EqualTo(file.Entries[name].Count));
                }
                catch (FormatException)
                {
                }
            }
    }

    /// <summary>Letters of the pickle are its bytes.</summary>
    void Write(string pickle, byte[]? storage = null, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var archive = ZipFile.Open(_path, ZipArchiveMode.Create);
        Add("archive/data.pkl", Encoding.Latin1.GetBytes(pickle));
        Add("archive/data/0", storage ?? [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40]);

        void Add(string name, byte[] bytes)
        {
            using var entry = archive.CreateEntry(name, level).Open();
            entry.Write(bytes);
        }
    }

    static string Dictionary(string key, string value) => "\u0080\u0002}" + Text(key) + value + "s.";

    static string Text(string text) => "\u008c" + (char)text.Length + text;

    static string Tensor(int count, int offset, int[] shape, int[] strides, string key = "0") =>
        "ctorch._utils\n_rebuild_tensor_v2\n((" + Text("storage") + "ctorch\nFloatStorage\n" + Text(key) + Text("cpu") + Number(count) + "tQ"
        + Number(offset) + Tuple(shape) + Tuple(strides) + "\u0089}tR";

    static string Tuple(int[] numbers) => "(" + string.Concat(numbers.Select(Number)) + "t";

    static string Number(int value) => "I" + value.ToString(CultureInfo.InvariantCulture) + "\n";
}
