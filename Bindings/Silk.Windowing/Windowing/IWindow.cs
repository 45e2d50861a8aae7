using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IWindowProperties : IViewProperties
{
    bool IsVisible { get; set; }

    Vector2D<int> Position { get; set; }

    new Vector2D<int> Size { get; set; }

    string Title { get; set; }

    WindowState WindowState { get; set; }

    WindowBorder WindowBorder { get; set; }

    bool TopMost { get; set; }

    IGLContext? SharedContext { get; }
}

public interface IWindow : IWindowProperties, IView
{
    new bool IsClosing { get; set; }

    event Action<Vector2D<int>>? Move;

    event Action<string[]>? FileDrop;
}
