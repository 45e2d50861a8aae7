namespace Avatars.Viewer.Ui;

/// <summary>Text that was copied. The window replaces it by the system's.</summary>
class Clipboard
{
    public virtual string Text { get; set; } = "";
}
