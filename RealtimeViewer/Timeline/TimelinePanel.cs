using Avatars.Posing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Play, pause, step, scrub, how fast; below it the keys of the open scene.</summary>
sealed partial class TimelinePanel(DopeSheet sheet) : IPanel
{
    const float BarHeight = 34;
    const float ButtonSide = 28;

    static readonly string[] ShapeNames = ["Auto", "Linear", "Step", "Free"];

    readonly CurveSheet _curves = new(sheet);
    string _namedMarker = "", _markerName = "";
    bool _hasCurves;
    float _scroll;

    public string Title => "Timeline";

    public string Tip => "Time, and the keys of the scene";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var playback = session.Playback;
        sheet.Show(session.Editor.IsEditing ? session.Editor.Document : null, session.Editor.Person);
        var bar = new ToolBar(ui, box.Top(BarHeight + 4).Inset(Theme.Gap, 3));
        DrawPlayback(ui, ref bar, playback);
        DrawFigures(ui, ref bar, playback);
        var below = box.WithoutTop(BarHeight + 4).Inset(Theme.Gap, 0).WithoutBottom(4);
        if (!session.Editor.IsEditing)
        {
            DrawTake(ref bar, session.Take);
            var time = playback.Time;
            if (ui.Timeline("##timeline", below.Top(60), ref time, playback.Length))
                playback.Seek(time);
            ui.Tip(below.Top(60), "Drag to any time");
            return;
        }
        DrawKeys(ref bar, session);
        DopeSheetPanel.Draw(ui, below, sheet, _hasCurves);
        if (!_hasCurves)
            return;
        CurvePanel.Draw(ui, sheet.Layout, sheet, _curves, ref _scroll);
        DopeSheetPanel.DrawPlayhead(ui.Draw, sheet.Layout, sheet);
    }

    static void DrawPlayback(UiContext ui, ref ToolBar bar, Playback playback)
    {
        if (bar.Button("##start", Icon.ToStart, "To the start (Home)"))
            playback.Seek(playback.HasLoopRange ? playback.LoopFrom : 0);
        if (bar.Button("##back", Icon.Backward, "One frame back (left arrow)"))
            playback.StepFrames(-1);
        var main = bar.Take(ButtonSide);
        if (ui.IconButton("##play", playback.IsPlaying ? Icon.Pause : Icon.Play, main, isMain: true))
            playback.Toggle();
        ui.Tip(main, "Play or pause (space)");
        if (bar.Button("##forward", Icon.Forward, "One frame on (right arrow)"))
            playback.StepFrames(1);
        if (bar.Button("##loop", Icon.Loop, "Starts again at the end, or plays the looped part (L)", playback.IsLooping))
            playback.IsLooping = !playback.IsLooping;
        bar.Space();
    }

    static void DrawFigures(UiContext ui, ref ToolBar bar, Playback playback)
    {
        var time = playback.Time;
        var box = bar.Take(84);
        if (ui.Number("##time", box, ref time, new NumberStyle(0, playback.Length, 0.01f, 2, " s"), "Time: drag, or click and type") && playback.Length > 0)
        {
            playback.IsPlaying = false;
            playback.Seek(time);
        }
        ui.Write(bar.Take(60), Theme.Dim, $"/ {playback.Length:0.00} s", Face.Small);
        var speed = playback.Speed;
        if (ui.Number("##speed", bar.Take(112), ref speed, new NumberStyle(0, 4, 0.01f, 2, " x", 0.25f, 1),
            "How fast time passes; 1 is as recorded (Alt-click)", "Speed"))
            playback.Speed = speed;
        bar.Space();
    }

    /// <summary>While a motion plays over the open scene.</summary>
    static void DrawTake(ref ToolBar bar, LiveTake take)
    {
        if (!take.CanRecord)
            return;
        if (bar.Button("##record", Icon.Record, take.IsRecording ? "Ends the take: it becomes keys of the scene (Ctrl+R)"
            : "Records what plays now, live or from a file, as keys of the open scene (Ctrl+R)", take.IsRecording))
            take.Toggle();
        if (take.IsRecording)
            bar.Ui.Write(bar.Take(150), Theme.Error, $"Recording {take.Seconds:0.0} s");
    }

    void DrawKeys(ref ToolBar bar, Session session)
    {
        var editor = session.Editor;
        if (bar.Button("##autoKey", Icon.Record, editor.IsAutoKeyOn ? "Auto-key is on: an edit sets a key at the present time"
            : "Auto-key is off: an edit changes the whole track", editor.IsAutoKeyOn))
            editor.IsAutoKeyOn = !editor.IsAutoKeyOn;
        if (bar.Button("##addKey", Icon.Key, "Set a key here: of the selected joints, else of all (K)"))
            sheet.InsertKeys(session.ReadStandardPose());
        if (bar.Button("##deleteKeys", Icon.Trash, "Delete the selected keys or marker (Delete)", isEnabled: sheet.HasSelection))
            sheet.Delete();
        if (bar.Button("##previousKey", Icon.PreviousKey, "To the key before (,)"))
            sheet.GoToKey(isNext: false);
        if (bar.Button("##nextKey", Icon.NextKey, "To the next key (.)"))
            sheet.GoToKey(isNext: true);
        if (bar.Button("##marker", Icon.Marker, "Set or remove a marker here (M)"))
            sheet.ToggleMarker();
        if (bar.Button("##snapKeys", Icon.Snap, "Keys and playhead stay on whole frames", sheet.IsSnapping))
            sheet.IsSnapping = !sheet.IsSnapping;
        if (bar.Button("##fitKeys", Icon.FitWidth, "Show the whole scene (A)"))
        {
            sheet.ShowAll();
            _curves.Fit();
        }
        if (bar.Button("##curveView", Icon.Curve, "Curves of the selected joints instead of the rows of keys", _hasCurves))
            _hasCurves = !_hasCurves;
        if (bar.Button("##onionSkin", Icon.Eye, "Onion skin: the poses of the keys before (orange) and after (green) over the rig (O)", sheet.HasOnionSkin))
            sheet.HasOnionSkin = !sheet.HasOnionSkin;
        bar.Space();
        if (sheet.SelectedClip is { } clip)
            DrawClip(ref bar, session, clip);
        else if (sheet.Document?.TryFind(sheet.SelectedMarker) is MarkerItem marker)
            DrawMarker(ref bar, marker);
        else if (sheet is { SelectedSign: { } sign, Signs: { } signs })
            DrawSign(ref bar, sign, signs);
        else if (sheet.Selected.Count > 0)
            DrawShapes(ref bar);
        else
            DrawNewSigns(ref bar);
    }

    /// <summary>Name of the selected marker.</summary>
    void DrawMarker(ref ToolBar bar, MarkerItem marker)
    {
        if (bar.Left < 80)
            return;
        if (_namedMarker != marker.Id)
            (_namedMarker, _markerName) = (marker.Id, marker.Name);
        var box = bar.Take(MathF.Min(200, bar.Left));
        var happened = bar.Ui.TextField("##markerName", box, ref _markerName, "Name of the marker (Enter)", "Name of the marker");
        if (happened.HasFlag(FieldEvent.Committed))
            sheet.RenameMarker(_markerName);
        else if (happened == FieldEvent.None && _markerName != marker.Name && bar.Ui.IsKeyboardFree)
            _markerName = marker.Name; // undone, or changed elsewhere
    }

    /// <summary>Properties of the selected clip.</summary>
    static void DrawClip(ref ToolBar bar, Session session, ClipItem clip)
    {
        var ui = bar.Ui;
        var changed = clip;
        if (bar.Button("##clipMirror", Icon.Mirror, "Left becomes right in this clip", clip.IsMirrored))
            changed = changed with { IsMirrored = !clip.IsMirrored };
        if (bar.Button("##clipLoop", Icon.Loop, "The clip starts again at its end, as long as its block is", clip.IsLooped))
            changed = changed with { IsLooped = !clip.IsLooped };
        if (bar.Button("##clipInPlace", Icon.Pin, "The hips stay above their place", clip.IsInPlace))
            changed = changed with { IsInPlace = !clip.IsInPlace };
        if (ClipNumber(ui, ref bar, "##clipWeight", "Weight", clip.Weight, new NumberStyle(0, 1, 0.01f, 2, "", 0.1f, 1),
            "How much the clip counts over what is below", out var weight))
            changed = changed with { Weight = weight };
        if (ClipNumber(ui, ref bar, "##clipSpeed", "Speed", clip.Speed, new NumberStyle(0.1f, 4, 0.01f, 2, " x", 0.25f, 1), "How fast the clip plays",
            out var speed))
            changed = changed with { Speed = speed };
        if (ClipNumber(ui, ref bar, "##clipIn", "In", clip.BlendIn, new NumberStyle(0, 10, 0.01f, 2, " s", 0.1f, 0), "Blends in over this time", out var into))
            changed = changed with { BlendIn = into };
        if (ClipNumber(ui, ref bar, "##clipOut", "Out", clip.BlendOut, new NumberStyle(0, 10, 0.01f, 2, " s", 0.1f, 0), "Blends out over this time",
            out var outward))
            changed = changed with { BlendOut = outward };
        if (changed != clip)
            session.Editor.Document!.Set("Clip", $"clip-{ui.Input.Gesture}", changed);
    }

    static bool ClipNumber(UiContext ui, ref ToolBar bar, string name, string label, float value, in NumberStyle style, string tip, out float changed)
    {
        changed = value;
        return bar.Left > 60 && ui.Number(name, bar.Take(88), ref changed, style, tip, label);
    }

    void DrawShapes(ref ToolBar bar)
    {
        if (sheet.Selected.Count == 0 || bar.Left < 220)
            return;
        var box = bar.Take(220);
        var shape = sheet.SelectedShape is { } shown ? (int)shown : -1;
        if (bar.Ui.Segments("##keyShape", box, ShapeNames, ref shape))
            sheet.SetShape((KeyShape)shape);
        bar.Ui.Tip(box, "How the curve leaves the selected keys: smooth, straight, held, or with tangents of its own");
    }

    /// <summary>Controls in a row.</summary>
    ref struct ToolBar(UiContext ui, Box box)
    {
        Box _rest = box;

        public readonly UiContext Ui => ui;

        /// <summary>Points to the right end.</summary>
        public readonly float Left => _rest.Width;

        public Box Take(float width)
        {
            var taken = _rest.Left(width);
            _rest = _rest.WithoutLeft(width + 4);
            return taken.Inset(0, (taken.Height - ButtonSide) / 2);
        }

        public void Space() => _rest = _rest.WithoutLeft(8);

        public bool Button(string name, Icon icon, string tip, bool isOn = false, bool isEnabled = true) =>
            ui.ToolButton(name, icon, Take(ButtonSide), tip, isOn, isEnabled);
    }
}
