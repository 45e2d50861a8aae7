using Avatars.Files;

namespace Avatars.Tests.Files;

public sealed class FileReadingTests
{
    [Test]
    public void An_unforeseen_failure_names_the_file_and_the_remedy()
    {
        var empty = Array.Empty<int>();
        Assert.That(() => FileReading.Run("a.onnx", "Export it again.", () => empty[1]),
            Throws.TypeOf<FormatException>().With.Message.StartsWith("a.onnx: the file is damaged (IndexOutOfRangeException")
                .And.Message.EndsWith("Export it again."));
    }

    [Test]
    public void What_a_reader_says_itself_passes_unchanged()
    {
        Assert.That(() => FileReading.Run<int>("a", "", () => throw new FormatException("mine")),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("mine"));
        Assert.That(() => FileReading.Run<int>("a", "", () => throw new FileNotFoundException("mine")), Throws.TypeOf<FileNotFoundException>());
        Assert.That(FileReading.Run("a", "", () => 3), Is.EqualTo(3));
    }
}
