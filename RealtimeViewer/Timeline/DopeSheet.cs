using Avatars.Formats;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Timeline;

/// <summary>
/// The keys of a document in rows over time, without a window: pointer events in (<see cref="Press"/>, <see cref="Drag"/>, <see cref="Release"/>),
/// undoable edits of the document out. The playhead is the viewer's playback.
/// </summary>
sealed partial class DopeSheet(Playback playback)
{
    readonly HashSet<KeyReference> _selected = [];
    readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    List<DopeRow> _rows = [];
    PoseDocument? _document;
    int _version = -1;
    bool _isFitted;

    public Playback Playback => playback;

    public TimeView View { get; } = new();

    /// <summary>Set before events are handed in.</summary>
    public DopeLayout Layout { get; set; }

    public IReadOnlyList<DopeRow> Rows => _rows;

    public IReadOnlySet<KeyReference> Selected => _selected;

    /// <summary>Id of the selected marker; empty for none.</summary>
    public string SelectedMarker { get; private set; } = "";

    /// <summary>Id of the selected clip or sign; empty for none.</summary>
    public string SelectedBar { get; private set; } = "";

    public ClipItem? SelectedClip => _document?.TryFind(SelectedBar) as ClipItem;

    public SignItem? SelectedSign => _document?.TryFind(SelectedBar) as SignItem;

    /// <summary>Makes the keys of signs that change; null leaves keys as they are.</summary>
    public SignTracks? Signs { get; init; }

    /// <summary>Length of a clip's motion, seconds; set by whoever can read it.</summary>
    public Func<ClipItem, float> MotionSeconds { get; set; } = _ => 0;

    /// <summary>Reads a recording; null where it cannot be read. Set by whoever can.</summary>
    public Func<SoundItem, WavSound?> SoundOf { get; set; } = _ => null;

    /// <summary>The pose that keys on top of clips are on top of, at a time; set by whoever knows it.</summary>
    public Func<float, JointTransform[]>? Below { get; set; }

    /// <summary>Whether keys, a marker, a clip or a sign can be deleted.</summary>
    public bool HasSelection => _selected.Count > 0 || SelectedMarker.Length > 0 || SelectedBar.Length > 0;

    /// <summary>Whether the pointer is over it; set by whoever draws it.</summary>
    public bool IsPointedAt { get; set; }

    /// <summary>Whether keys and playhead stay on whole frames.</summary>
    public bool IsSnapping { get; set; } = true;

    /// <summary>Whether the poses of the keys before and after are drawn over the rig.</summary>
    public bool HasOnionSkin { get; set; }

    /// <summary>Points that the rows are moved up.</summary>
    public float Scroll { get; private set; }

    /// <summary>The document that is shown; null for none.</summary>
    public PoseDocument? Document => _document;

    /// <summary>The person whose pose is keyed.</summary>
    public string Person { get; private set; } = "";

    /// <summary>Brings rows and selection up to date; once a frame, and before events.</summary>
    public void Show(PoseDocument? document, string person)
    {
        if (!ReferenceEquals(document, _document))
        {
            _selected.Clear();
            (_document, _version, SelectedMarker, SelectedBar, Scroll, _isFitted, _grab) = (document, -1, "", "", 0, false, DopeGrab.None);
        }
        Person = person;
        if (document is null)
            _rows.Clear();
        else if (document.Version != _version)
            Refresh();
        if (!_isFitted && Layout.Tracks.Width > 0)
        {
            ShowAll();
            _isFitted = true;
        }
    }

    /// <summary>Zooms to the whole scene.</summary>
    public void ShowAll() => View.Fit(Layout.Tracks, 0, MathF.Max(playback.Length, LastTime()));

    /// <summary>Whether a row's key at a time is selected, in any of its tracks.</summary>
    public bool IsSelected(DopeRow row, float time)
    {
        if (_selected.Count == 0)
            return false;
        for (var i = 0; i < row.Tracks.Count; i++)
            if (_selected.Contains(new KeyReference(row.Tracks[i], time)))
                return true;
        return false;
    }

    /// <summary>Whether a row is selected, that is one of its tracks in the document's selection.</summary>
    public bool IsSelected(DopeRow row)
    {
        if (_document is null || row.Kind == DopeRowKind.Summary)
            return false;
        var selection = _document.Selection;
        for (var i = 0; i < selection.Count; i++)
            for (var k = 0; k < row.Tracks.Count; k++)
                if (selection[i] == row.Tracks[k])
                    return true;
        return false;
    }

    /// <summary>Opens or closes a group of tracks.</summary>
    public void Toggle(DopeRow row)
    {
        if (!_opened.Add(row.Id))
            _opened.Remove(row.Id);
        Refresh();
    }

    /// <summary>Earliest and latest selected key; null for none.</summary>
    public (float From, float To)? SelectedRange
    {
        get
        {
            if (_selected.Count == 0)
                return null;
            var (from, to) = (float.MaxValue, 0f);
            foreach (var key in _selected)
                (from, to) = (MathF.Min(from, key.Time), MathF.Max(to, key.Time));
            return (from, to);
        }
    }

    float FramesPerSecond => _document?.Settings.FramesPerSecond ?? 30;

    /// <summary>The nearest whole frame, where keys stay on frames.</summary>
    public float SnapTime(float time) => Snap(time);

    float Snap(float time) => IsSnapping ? TimeView.Snap(time, FramesPerSecond) : MathF.Max(0, time);

    float LastTime()
    {
        var last = 0f;
        foreach (var row in _rows)
        {
            if (row.Times.Length > 0)
                last = MathF.Max(last, row.Times[^1]);
            foreach (var bar in row.Bars)
                last = MathF.Max(last, bar.End);
        }
        return last;
    }

    void Refresh()
    {
        if (_document is null)
            return;
        _version = _document.Version;
        _rows = DopeRows.Of(_document, _opened, MotionSeconds, SoundOf);
        _selected.RemoveWhere(key => _document.TryFind(key.Track) is not TrackItem track || !HasKey(track, key.Time));
        if (_document.TryFind(SelectedMarker) is null)
            SelectedMarker = "";
        if (_document.TryFind(SelectedBar) is null)
            SelectedBar = "";
        ScrollBy(0);
    }

    static bool HasKey(TrackItem track, float time)
    {
        var (low, high) = (0, track.Keys.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (track.Keys[middle].Time == time)
                return true;
            if (track.Keys[middle].Time < time)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return false;
    }

    void ScrollBy(float points) =>
        Scroll = Math.Clamp(Scroll + points, 0, MathF.Max(0, _rows.Count * DopeLayout.RowHeight - Layout.Tracks.Height));
}
