using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Avatars.Fixtures;

namespace Avatars.Viewer;

/// <summary>A file manager as far as a window sees it: drags files onto it by the XDND protocol, version 5, over a connection of its own to the X
/// server.</summary>
sealed class FileDrag : IDisposable
{
    const int ClientMessage = 33, SelectionRequest = 30, SelectionNotify = 31; // kinds of events
    const int EventWords = 24, Serial = 1, Words = 7; // places in an event, 8 bytes each; Words: those of a client message
    const int Drop = 5; // version

    readonly IntPtr _display;
    readonly nuint _window;

    /// <exception cref="InvalidOperationException">There is no X server.</exception>
    public FileDrag()
    {
        _display = XOpenDisplay(null);
        if (_display == IntPtr.Zero)
            throw new InvalidOperationException("There is no X server.");
        _window = XCreateSimpleWindow(_display, XDefaultRootWindow(_display), 0, 0, 1, 1, 0, 0, 0);
    }

    /// <param name="title">Of the window, or a part.</param>
    /// <param name="x">Pixels of the screen.</param>
    /// <returns>Whether the window took them.</returns>
    public bool DropOn(string title, int x, int y, params string[] files)
    {
        var target = WindowOf(title);
        var list = Atom("text/uri-list");
        _ = XSetSelectionOwner(_display, Atom("XdndSelection"), _window, 0);
        Send(target, "XdndEnter", (nint)_window, Drop << 24, list, 0, 0);
        Send(target, "XdndPosition", (nint)_window, 0, (x << 16) | y, 0, Atom("XdndActionCopy"));
        var text = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => new Uri(file).AbsoluteUri + "\r\n")));
        var isDropped = false;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < HangGuard.Patience; Thread.Sleep(5))
            while (XPending(_display) > 0)
            {
                var happened = new long[EventWords];
                _ = XNextEvent(_display, happened);
                var kind = (int)happened[0];
                if (kind == SelectionRequest)
                    Answer(happened, text);
                else if (kind == ClientMessage && (nint)happened[5] == Atom("XdndStatus") && !isDropped)
                {
                    if ((happened[Words + 1] & 1) == 0)
                        return false;
                    isDropped = true;
                    Send(target, "XdndDrop", (nint)_window, 0, 0, 0, 0);
                }
                else if (kind == ClientMessage && (nint)happened[5] == Atom("XdndFinished"))
                    return happened[Words + 1] != 0; // GLFW gives the number of bytes
            }
        return false;
    }

    public void Dispose() => _ = XCloseDisplay(_display);

    /// <summary>Puts the list of files where the window wants it.</summary>
    void Answer(long[] request, byte[] text)
    {
        var (requestor, target, property) = ((nuint)request[5], (nint)request[7], (nint)request[8]);
        _ = XChangeProperty(_display, requestor, property, target, 8, 0, text, text.Length);
        var answer = new long[EventWords];
        (answer[0], answer[4], answer[5], answer[6], answer[7], answer[8]) = (SelectionNotify, (long)requestor, request[6], target, property, request[9]);
        _ = XSendEvent(_display, requestor, 0, 0, answer);
        _ = XFlush(_display);
    }

    void Send(nuint target, string message, params ReadOnlySpan<nint> words)
    {
        var sent = new long[EventWords];
        (sent[0], sent[Serial], sent[4], sent[5], sent[6]) = (ClientMessage, 0, (long)target, Atom(message), 32);
        for (var i = 0; i < words.Length; i++)
            sent[Words + i] = words[i];
        _ = XSendEvent(_display, target, 0, 0, sent);
        _ = XFlush(_display);
    }

    nint Atom(string name) => XInternAtom(_display, name, 0);

    static nuint WindowOf(string title)
    {
        using var search = Process.Start(new ProcessStartInfo("xdotool", ["search", "--sync", "--name", title]) { RedirectStandardOutput = true })!;
        var ids = search.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(ids, Is.Not.Empty, $"no window '{title}'");
        return nuint.Parse(ids[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [DllImport("libX11.so.6", CharSet = CharSet.Ansi, BestFitMapping = false)]
    static extern IntPtr XOpenDisplay(string? name);

    [DllImport("libX11.so.6")]
    static extern int XCloseDisplay(IntPtr display);

    [DllImport("libX11.so.6")]
    static extern nuint XDefaultRootWindow(IntPtr display);

    [DllImport("libX11.so.6")]
    static extern nuint XCreateSimpleWindow(IntPtr display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColor, nuint color);

    [DllImport("libX11.so.6", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern nint XInternAtom(IntPtr display, string name, int onlyIfExists);

    [DllImport("libX11.so.6")]
    static extern int XSetSelectionOwner(IntPtr display, nint selection, nuint owner, nuint time);

    [DllImport("libX11.so.6")]
    static extern int XSendEvent(IntPtr display, nuint window, int propagate, nint mask, long[] sent);

    [DllImport("libX11.so.6")]
    static extern int XPending(IntPtr display);

    [DllImport("libX11.so.6")]
    static extern int XNextEvent(IntPtr display, [Out] long[] happened);

    [DllImport("libX11.so.6")]
    static extern int XChangeProperty(IntPtr display, nuint window, nint property, nint type, int format, int mode, byte[] bytes, int count);

    [DllImport("libX11.so.6")]
    static extern int XFlush(IntPtr display);
}
