using System.Formats.Tar;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>
/// A shard as a WebDataset: a .tar whose neighbouring files of one base name are one sample, for example anna/wave.mp4 and anna/wave.json. The same
/// items give the same bytes.
/// </summary>
static class ShardTar
{
    const string Remedy = "Delete it and run the batch again.";
    const int PlainName = 99; // bytes of a name in the header of 1988

    /// <summary>Packs finished items and deletes their folders.</summary>
    public static void Pack(BatchFolder folder, int index, PlannedShard shard, IReadOnlyList<PlannedItem> items)
    {
        WholeFile.Write(folder.TarFile(index, shard), stream =>
        {
            using var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
            foreach (var item in items)
            {
                var record = FinishedItem.Read(folder.ItemRecord(item.Item.Id));
                if (record.Difference(folder.ItemFolder(item.Item.Id)) is { } difference)
                    throw new IOException($"{folder.ItemFolder(item.Item.Id)}: {difference}. Delete the folder and run the batch again.");
                foreach (var file in record.Files)
                {
                    using var data = WholeFile.Open(Path.Combine(folder.ItemFolder(item.Item.Id), file.Name), long.MaxValue);
                    Add(tar, $"{item.Item.Id}.{Ending(record, file)}", data);
                }
                Add(tar, item.Item.Id + ".json", new MemoryStream(record.Json));
            }
        });
        foreach (var item in items.Where(item => Directory.Exists(folder.ItemFolder(item.Item.Id))))
            Directory.Delete(folder.ItemFolder(item.Item.Id), recursive: true);
    }

    /// <summary>The records in a tar, each after its files were compared with it.</summary>
    /// <exception cref="FormatException">The tar is damaged, or a file in it differs from its record.</exception>
    public static IEnumerable<FinishedItem> Read(string path)
    {
        using var stream = WholeFile.Open(path, long.MaxValue);
        using var tar = new TarReader(stream);
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Next(tar, path) is { } entry)
        {
            using var data = Content(entry, path);
            if (!entry.Name.EndsWith(".json", StringComparison.Ordinal) || entry.Name[(entry.Name.LastIndexOf('/') + 1)..].Count(letter => letter == '.') > 1)
            {
                data.Position = 0;
                hashes[entry.Name] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data));
                continue;
            }
            var record = FinishedItem.Parse(data.ToArray(), $"{path}, {ErrorLine.Printable(entry.Name, 200)}");
            foreach (var file in record.Files)
                if (hashes.GetValueOrDefault($"{record.Id}.{Ending(record, file)}") != file.Sha256)
                    throw new FormatException($"{path}: {record.Id}, '{file.Name}' is not what was written. Delete the file and run the batch again.");
            hashes.Clear();
            yield return record;
        }
    }

    static TarEntry? Next(TarReader tar, string path) => Guarded(path, () => tar.GetNextEntry());

    static MemoryStream Content(TarEntry entry, string path) => Guarded(path, () =>
    {
        var data = new MemoryStream();
        entry.DataStream?.CopyTo(data);
        return data;
    });

    static T Guarded<T>(string path, Func<T> read) => FileReading.Run(path, Remedy, () =>
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException($"{path}: the file ends too early. {Remedy}", error);
        }
    });

    /// <summary>The extension of an only file; else the file's name.</summary>
    static string Ending(FinishedItem record, FinishedFile file) =>
        record.Files.Count == 1 && Path.GetExtension(file.Name) is { Length: > 1 } extension and not ".json" ? extension[1..] : file.Name.Replace('/', '-');

    static void Add(TarWriter tar, string name, Stream data)
    {
        PosixTarEntry entry = name.Length <= PlainName ? new UstarTarEntry(TarEntryType.RegularFile, name)
            : new GnuTarEntry(TarEntryType.RegularFile, name) { AccessTime = DateTimeOffset.UnixEpoch, ChangeTime = DateTimeOffset.UnixEpoch };
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        entry.DataStream = data;
        tar.WriteEntry(entry);
    }
}
