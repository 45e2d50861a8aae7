using System.Globalization;
using System.IO.MemoryMappedFiles;
using Avatars.Imaging;
using Avatars.Workers.Confinement;
using Microsoft.Win32.SafeHandles;

namespace Avatars.Workers;

/// <summary>
/// Memory that editor and worker share: a page with the worker's heartbeat, then for each frame in flight a picture and a pose map. On Linux it has no name
/// and is sealed against changes of its size, so that nothing is left behind and the worker cannot take it away; elsewhere it is a file that is deleted with
/// the editor's handle.
/// </summary>
sealed unsafe class SharedFrames : IDisposable
{
    const int Page = 4096;

    readonly SafeFileHandle _file;
    readonly MemoryMappedFile _map;
    readonly MemoryMappedViewAccessor _view;
    readonly string? _path; // null where it has no name
    readonly byte* _start;
    readonly int _pixels;

    SharedFrames(SafeFileHandle file, string? path, int width, int height, int slots)
    {
        (_file, _path, Width, Height, Slots, _pixels) = (file, path, width, height, slots, width * height);
        var bytes = Page + slots * SlotBytes;
        _map = MemoryMappedFile.CreateFromFile(file, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, bytes);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public int Width { get; }

    public int Height { get; }

    public int Slots { get; }

    /// <summary>Counted up by the worker several times a second, whatever its other threads do.</summary>
    public long Heartbeat => Volatile.Read(ref *(long*)_start);

    long SlotBytes => ((4L + 3) * _pixels + Page - 1) / Page * Page;

    /// <exception cref="IOException">There is not enough memory.</exception>
    public static SharedFrames Create(int width, int height, int slots)
    {
        if (OperatingSystem.IsLinux())
        {
            var memory = LinuxMemory.Create(Page + slots * (((4L + 3) * width * height + Page - 1) / Page * Page));
            return new SharedFrames(memory, null, width, height, slots);
        }
        var path = Path.Combine(Path.GetTempPath(), "avatar-" + Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        return new SharedFrames(file, path, width, height, slots);
    }

    /// <summary>What a worker must be told to open the same memory. Where it has no name, a handle that the next process inherits;
    /// <see cref="EndOffer"/> takes it back.</summary>
    public string Offer() => string.Create(CultureInfo.InvariantCulture, $"{_path ?? "#" + LinuxMemory.Inheritable(_file)}|{Width}|{Height}|{Slots}");

    public static void EndOffer(string offer)
    {
        if (offer[0] == '#')
            new SafeFileHandle(int.Parse(offer.AsSpan(1, offer.IndexOf('|') - 1), CultureInfo.InvariantCulture), ownsHandle: true).Dispose();
    }

    /// <param name="offer">Of <see cref="Offer"/>, in another process.</param>
    public static SharedFrames Open(string offer)
    {
        var parts = offer.Split('|');
        int Number(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
        var (isNamed, path) = (parts[0][0] != '#', parts[0]);
        var file = isNamed ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete)
            : new SafeFileHandle(int.Parse(path.AsSpan(1), CultureInfo.InvariantCulture), ownsHandle: true);
        return new SharedFrames(file, isNamed ? path : null, Number(1), Number(2), Number(3));
    }

    public void Beat() => Volatile.Write(ref *(long*)_start, Heartbeat + 1);

    public void ResetHeartbeat() => Volatile.Write(ref *(long*)_start, 0);

    /// <summary>The picture of a frame in flight: RGB, or RGBA where it is transparent.</summary>
    public void WritePicture(int slot, ReadOnlySpan<byte> picture) => picture.CopyTo(Picture(slot));

    /// <inheritdoc cref="WritePicture"/>
    public void ReadPicture(int slot, Span<byte> picture) => Picture(slot)[..picture.Length].CopyTo(picture);

    public void WriteMap(int slot, RgbImage map) => map.Bytes.CopyTo(Map(slot));

    public void ReadMap(int slot, RgbImage map) => Map(slot).CopyTo(map.Bytes);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    Span<byte> Picture(int slot) => new(_start + Page + slot * SlotBytes, 4 * _pixels);

    Span<byte> Map(int slot) => new(_start + Page + slot * SlotBytes + 4L * _pixels, 3 * _pixels);
}
