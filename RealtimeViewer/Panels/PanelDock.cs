using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>A panel of the window. It draws into the box that it is given and applies the user's input; it holds no logic of its own.</summary>
interface IPanel
{
    /// <summary>Of its tab.</summary>
    string Title { get; }

    /// <summary>Of its tab.</summary>
    string Tip { get; }

    void Draw(UiContext ui, Box box, Session session);
}

/// <summary>What edits in the rig's pane: handles, rings, selection.</summary>
interface IRigTool
{
    /// <summary>Draws over the rig, and takes the pointer where it is meant. Called before the camera's own drags.</summary>
    /// <param name="picture">What <see cref="Session.PictureCamera"/> sees, in the middle of the pane.</param>
    /// <returns>Whether the tool has the pointer, so that the camera stays.</returns>
    bool Draw(UiContext ui, Box pane, Box picture, Session session);
}

/// <summary>Panels that share a place, one of them open.</summary>
sealed class PanelDock(string name)
{
    const float TabHeight = 30;

    readonly List<IPanel> _panels = [];
    readonly string _secondName = name + "2";
    string[] _titles = [];
    string[] _tips = [];
    int _chosen;

    public IReadOnlyList<IPanel> Panels => _panels;

    public IPanel? Open => _panels.Count > 0 ? _panels[_chosen] : null;

    public void Add(IPanel panel) => Insert(_panels.Count, panel);

    public void Insert(int index, IPanel panel)
    {
        _panels.Insert(index, panel);
        (_titles, _tips) = ([.. _panels.Select(each => each.Title)], [.. _panels.Select(each => each.Tip)]);
    }

    public void Remove(IPanel panel)
    {
        _panels.Remove(panel);
        (_titles, _tips, _chosen) = ([.. _panels.Select(each => each.Title)], [.. _panels.Select(each => each.Tip)], 0);
    }

    /// <summary>Opens the panel with that title.</summary>
    public void Show(string title) => _chosen = Array.IndexOf(_titles, title) is var index and >= 0 ? index : _chosen;

    void DrawTabs(UiContext ui, Box row, int start, int count)
    {
        var chosen = _chosen - start;
        if (ui.Tabs(start == 0 ? name : _secondName, row, _titles.AsSpan(start, count), _tips.AsSpan(start, count), ref chosen))
            _chosen = chosen + start;
    }

    public void Draw(UiContext ui, Box box, Session session)
    {
        if (box.Width < 1 || box.Height < 1 || _panels.Count == 0)
            return;
        ui.Draw.Rectangle(box, Theme.Panel);
        ui.Draw.PushClip(box);
        var inner = box;
        if (_panels.Count > 1)
        {
            var tabs = box.Inset(4, 0);
            var first = ui.TabsWidth(_titles) <= tabs.Width ? _titles.Length : (_titles.Length + 1) / 2; // two rows where one is too narrow
            DrawTabs(ui, tabs.Top(TabHeight), 0, first);
            inner = box.WithoutTop(TabHeight);
            if (first < _titles.Length)
            {
                DrawTabs(ui, tabs.WithoutTop(TabHeight).Top(TabHeight), first, _titles.Length - first);
                inner = inner.WithoutTop(TabHeight);
            }
        }
        _panels[_chosen].Draw(ui, inner, session);
        ui.Draw.PopClip();
    }
}
