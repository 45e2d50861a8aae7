namespace Avatars.Viewer.Ui;

/// <summary>Colours and sizes of the panels: dark, with one accent. Sizes are points.</summary>
static class Theme
{
    public static readonly UiColor Window = UiColor.FromHex(0x14161A);
    public static readonly UiColor Panel = UiColor.FromHex(0x1C1F25);
    public static readonly UiColor Pane = UiColor.FromHex(0x101216);
    public static readonly UiColor Control = UiColor.FromHex(0x2A2E36);
    public static readonly UiColor ControlHot = UiColor.FromHex(0x353A45);
    public static readonly UiColor ControlHeld = UiColor.FromHex(0x404756);
    public static readonly UiColor Rim = UiColor.FromHex(0x2C3038);
    public static readonly UiColor Text = UiColor.FromHex(0xE4E7EC);
    public static readonly UiColor Dim = UiColor.FromHex(0x9AA2AF);
    public static readonly UiColor Faint = UiColor.FromHex(0x646C7A);
    public static readonly UiColor Accent = UiColor.FromHex(0x5AA9F5);
    public static readonly UiColor OnAccent = UiColor.FromHex(0x0B1522);
    public static readonly UiColor Good = UiColor.FromHex(0x6CC98B);
    public static readonly UiColor Warning = UiColor.FromHex(0xF2B45C);
    public static readonly UiColor Error = UiColor.FromHex(0xF07178);

    /// <summary>For the parts of a whole: the stages of a frame.</summary>
    public static readonly UiColor[] Series =
    [
        UiColor.FromHex(0x6CC98B), UiColor.FromHex(0x5AA9F5), UiColor.FromHex(0xB48EF0), UiColor.FromHex(0xF2B45C), UiColor.FromHex(0xF07178),
            UiColor.FromHex(0x5CCFD6),
    ];

    public const float Gap = 8;
    public const float Padding = 14;
    public const float Row = 28;
    public const float Corner = 5;
}
