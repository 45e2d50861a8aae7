using Avatars.Posing;
using Avatars.Viewer.Library;
using Avatars.Viewer.Scripts;
using Avatars.Viewer.Timeline;
using Avatars.Viewer.Dialogs;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>
/// The whole window: one call draws a frame and applies the user's input. Panels are added to <see cref="Left"/>, <see cref="Right"/> and
/// <see cref="Bottom"/>, actions to <see cref="Commands"/>, what edits the rig is <see cref="RigTool"/>.
/// </summary>
sealed class ViewerScreen
{
    readonly Session _session;
    readonly PanesPanel _panes = new();
    readonly BonesPanel _bones = new();

    public ViewerScreen(Session session)
    {
        _session = session;
        ViewerCommands.AddTo(Commands, session);
        RigTool = new RigEditorTool(session.Editor);
        Left.Add(new SourcesPanel(session.Editor));
        Left.Add(new HandsPanel(new HandPalette(session.Editor)));
        Left.Add(new PosesPanel(new PoseShelf(session.Editor, new PoseLibrary(PoseLibrary.UserFolder))));
        Left.Insert(0, new JointsPanel(session.Editor));
        Right.Add(new InspectorPanel(session.Editor));
        Right.Add(new GenerationPanel());
        Right.Add(new FacePanel(new FaceSliders(session.Editor)));
        Right.Add(new BodyPanel(new BodyProportions(session.Editor, BodyProportions.ShippedNames)));
        Right.Add(new ScriptPanel(session.Script));
        var sheet = new DopeSheet(session.Playback)
        {
            MotionSeconds = new ClipTracks(session.Editor).MotionSeconds, SoundOf = new SoundTracks(session.Editor).Of,
            Below = session.Editor.PoseBelow, Signs = new SignTracks(session.Editor, session.SignLexicons),
        };
        TimelineCommands.AddTo(Commands, session, sheet);
        RigTool = new OnionSkinTool(RigTool, sheet);
        EditCommands.AddTo(Commands, session); // after the timeline's, which count over the timeline
        PeopleCommands.AddTo(Commands, session);
        Bottom.Add(new TimelinePanel(sheet));
        Right.Add(new CamerasPanel());
        Right.Add(new HistoryPanel());
        var panels = session.Panels;
        Commands.Add(new("View", "Framing guides", "", "Thirds and the safe area over the pictures", () => panels.HasGuides = !panels.HasGuides)
        {
            IsChecked = () => panels.HasGuides,
        });
        Commands.Add(new("Help", "Keys", "?", "All keys and what the mouse does", () => Dialogs.Show(new KeysDialog(Commands))));
        Commands.Add(new("Help", "Hints", "", "The five hints of the first start", () => Dialogs.Show(new HintsDialog())));
    }

    public CommandTable Commands { get; } = new();

    public PanelDock Left { get; } = new("##left");

    public PanelDock Right { get; } = new("##right");

    public PanelDock Bottom { get; } = new("##bottom");

    /// <summary>Null leaves the pane to the camera.</summary>
    public IRigTool? RigTool { get; set; }

    public DialogHost Dialogs { get; } = new();

    public void Draw(UiContext ui, Box window)
    {
        var layout = ViewerLayout.Of(window, _session.Panels);
        ui.Begin(window);
        ui.Draw.Rectangle(window, Theme.Window);
        if (_session.Bones is null)
        {
            _panes.Draw(ui, layout, _session, RigTool);
            ScriptMouse.Read(ui, layout.Person, _session);
        }
        else // drawn instead of the panes, so that no click reaches both
            _bones.Draw(ui, layout.Center, _session);
        Left.Draw(ui, layout.Left, _session);
        Right.Draw(ui, layout.Right, _session);
        Bottom.Draw(ui, layout.Bottom, _session);
        DrawSplitters(ui, layout);
        DrawMenu(ui, layout.Menu);
        if (_session.Problem is { } problem)
            Dialogs.Toasts.Problem(problem);
        _session.Problem = null;
        Dialogs.Draw(ui);
        if (ui.IsKeyboardFree)
            Commands.Run(ui.Input);
        ui.End();
    }

    void DrawSplitters(UiContext ui, in ViewerLayout layout)
    {
        var (panels, window) = (_session.Panels, ui.Window);
        var (left, right, bottom, pictures) = (layout.Left.Width, layout.Right.Width, layout.Bottom.Height, layout.Person.Width);
        const float width = ViewerLayout.SplitterWidth;
        if (panels.HasLeft && ui.Splitter("##splitLeft", new(layout.Left.Right, layout.Left.Y, width, layout.Left.Height), true, false, ref left, 160,
            window.Width * 0.4f))
            panels.Left = left;
        if (panels.HasRight && ui.Splitter("##splitRight", new(layout.Right.X - width, layout.Right.Y, width, layout.Right.Height), true, true, ref right, 160,
            window.Width * 0.4f))
            panels.Right = right;
        if (panels.HasBottom && ui.Splitter("##splitBottom", new(0, layout.Bottom.Y - width, window.Width, width), false, true, ref bottom, 60,
            window.Height * 0.4f))
            panels.Bottom = bottom;
        if (_session.Bones is null && ui.Splitter("##splitPictures", new(layout.Rig.Right + 1, layout.Rig.Y, width, layout.Rig.Height), true, true,
            ref pictures, layout.Center.Width * 0.2f, layout.Center.Width * 0.7f))
            panels.Pictures = pictures;
    }

    void DrawMenu(UiContext ui, Box bar)
    {
        ui.Draw.Rectangle(bar, Theme.Panel);
        ui.Draw.Line(new(bar.X, bar.Bottom), new(bar.Right, bar.Bottom), 1, Theme.Rim);
        var titles = ui.MenuBar(bar.WithoutLeft(4), ViewerCommands.Menus, Commands);
        if (_session.Editor.Document is null)
            return;
        var rest = bar.WithoutLeft(titles - bar.X).WithoutRight(Theme.Padding);
        var width = MathF.Min(ui.Draw.WidthOf(Face.Body, _session.Editor.Title) + 1, rest.Width);
        ui.Label(rest.RightPart(width), _session.Editor.Title, _session.Editor.IsModified ? Theme.Text : Theme.Dim);
        if (_session.Editor.IsModified)
            ui.Draw.Disc(new(rest.Right - width - 10, rest.Center.Y), 8, Theme.Warning);
        ui.Tip(rest.RightPart(width + 16), _session.Editor.IsModified ? "The scene has changes that are not saved (Ctrl+S)" : "The scene is saved");
    }
}
