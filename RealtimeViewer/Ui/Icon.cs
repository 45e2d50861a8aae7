using System.Numerics;

namespace Avatars.Viewer.Ui;

/// <summary>What a button shows.</summary>
enum Icon
{
    Play,
    Pause,
    ToStart,
    Backward,
    Forward,
    ToEnd,
    ChevronRight,
    ChevronDown,
    Check,
    Cross,
    Plus,
    Minus,
    Undo,
    Redo,
    Eye,
    EyeClosed,
    Lock,
    LockOpen,
    Pin,
    Key,
    Record,
    Loop,
    Mirror,
    Trash,
    Search,
    Folder,
    FolderUp,
    File,
    Save,
    Camera,
    Move,
    Rotate,
    Scale,
    Globe,
    Curve,
    More,
    Hand,
    Picture,
    Warning,
    Snap,
    PreviousKey,
    NextKey,
    Marker,
    FitWidth,
    Copy,
}

/// <summary>Icons as lines. Places are -1 to 1 from the middle, +y down.</summary>
static class IconShapes
{
    static readonly Dictionary<Icon, Vector2[][]> Lines = new()
    {
        [Icon.ChevronRight] = Parse("-.3,-.6 .35,0 -.3,.6"),
        [Icon.ChevronDown] = Parse("-.6,-.3 0,.35 .6,-.3"),
        [Icon.Check] = Parse("-.7,0 -.2,.55 .75,-.6"),
        [Icon.Cross] = Parse("-.6,-.6 .6,.6;.6,-.6 -.6,.6"),
        [Icon.Plus] = Parse("-.8,0 .8,0;0,-.8 0,.8"),
        [Icon.Minus] = Parse("-.8,0 .8,0"),
        [Icon.Undo] = Parse("-.3,-.9 -.9,-.3 -.3,.3;-.9,-.3 .3,-.3 .8,.1 .8,.6 .4,.9 -.4,.9"),
        [Icon.Redo] = Parse(".3,-.9 .9,-.3 .3,.3;.9,-.3 -.3,-.3 -.8,.1 -.8,.6 -.4,.9 .4,.9"),
        [Icon.Eye] = Parse("-1,0 -.5,-.55 0,-.7 .5,-.55 1,0 .5,.55 0,.7 -.5,.55 -1,0;-.2,-.2 .2,-.2 .2,.2 -.2,.2 -.2,-.2"),
        [Icon.EyeClosed] = Parse("-1,0 -.5,.45 0,.6 .5,.45 1,0;-.6,.5 -.8,.85;0,.6 0,1;.6,.5 .8,.85"),
        [Icon.Lock] = Parse("-.7,-.1 .7,-.1 .7,.9 -.7,.9 -.7,-.1;-.45,-.1 -.45,-.6 -.2,-.9 .2,-.9 .45,-.6 .45,-.1"),
        [Icon.LockOpen] = Parse("-.7,-.1 .7,-.1 .7,.9 -.7,.9 -.7,-.1;-.45,-.1 -.45,-.7 -.2,-1 .2,-1 .45,-.7"),
        [Icon.Pin] = Parse("0,.1 0,1;-.6,.1 .6,.1 .35,-.25 .35,-.9 -.35,-.9 -.35,-.25 -.6,.1"),
        [Icon.Key] = Parse("0,-.9 .8,0 0,.9 -.8,0 0,-.9"),
        [Icon.Record] = Parse("-.35,-.85 .35,-.85 .85,-.35 .85,.35 .35,.85 -.35,.85 -.85,.35 -.85,-.35 -.35,-.85;-.2,0 .2,0"),
        [Icon.Loop] = Parse("-.9,.1 -.9,-.3 -.6,-.6 .8,-.6;.4,-1 .85,-.6 .4,-.2;.9,-.1 .9,.3 .6,.6 -.8,.6;-.4,1 -.85,.6 -.4,.2"),
        [Icon.Mirror] = Parse("0,-1 0,1;-.3,-.6 -.9,0 -.3,.6 -.3,-.6;.3,-.6 .9,0 .3,.6 .3,-.6"),
        [Icon.Trash] = Parse("-.8,-.6 .8,-.6;-.3,-.6 -.3,-.9 .3,-.9 .3,-.6;-.6,-.6 -.5,.95 .5,.95 .6,-.6;0,-.2 0,.6"),
        [Icon.Search] = Parse("-.5,-.8 0,-.8 .35,-.45 .35,.05 0,.4 -.5,.4 -.85,.05 -.85,-.45 -.5,-.8;.2,.25 .9,.95"),
        [Icon.Folder] = Parse("-.95,.75 -.95,-.7 -.3,-.7 -.1,-.4 .95,-.4 .95,.75 -.95,.75"),
        [Icon.FolderUp] = Parse("-.95,.75 -.95,-.7 -.3,-.7 -.1,-.4 .95,-.4 .95,.75 -.95,.75;0,.55 0,-.1;-.3,.2 0,-.1 .3,.2"),
        [Icon.File] = Parse("-.65,-.95 .25,-.95 .65,-.5 .65,.95 -.65,.95 -.65,-.95;.25,-.95 .25,-.5 .65,-.5"),
        [Icon.Copy] = Parse("-.35,-.85 .85,-.85 .85,.35 -.35,.35 -.35,-.85;-.35,-.35 -.85,-.35 -.85,.85 .35,.85 .35,.35"),
        [Icon.Save] = Parse("-.85,-.85 .5,-.85 .85,-.5 .85,.85 -.85,.85 -.85,-.85;-.4,-.85 -.4,-.35 .3,-.35 .3,-.85;-.5,.85 -.5,.15 .5,.15 .5,.85"),
        [Icon.Camera] = Parse("-.95,-.5 -.4,-.5 -.25,-.8 .25,-.8 .4,-.5 .95,-.5 .95,.75 -.95,.75 -.95,-.5;-.15,-.2 .2,-.2 .35,.05 .2,.35 -.15,.35 "
            + "-.35,.05 -.15,-.2"),
        [Icon.Move] = Parse("-1,0 1,0;0,-1 0,1;-.7,-.3 -1,0 -.7,.3;.7,-.3 1,0 .7,.3;-.3,-.7 0,-1 .3,-.7;-.3,.7 0,1 .3,.7"),
        [Icon.Rotate] = Parse(".85,-.4 .5,-.75 -.2,-.9 -.75,-.5 -.9,.1 -.6,.7 0,.9 .6,.7 .9,.15;.4,-.35 .85,-.35 .95,-.85"),
        [Icon.Scale] = Parse("-.9,.9 -.9,.1 -.1,.1 -.1,.9 -.9,.9;.1,-.1 .85,-.85;.3,-.9 .9,-.9 .9,-.3"),
        [Icon.Globe] = Parse("0,-.95 .65,-.65 .95,0 .65,.65 0,.95 -.65,.65 -.95,0 -.65,-.65 0,-.95;-.95,0 .95,0;0,-.95 .35,0 0,.95 -.35,0 0,-.95"),
        [Icon.Curve] = Parse("-.9,.8 -.4,.7 -.1,.2 .1,-.3 .4,-.7 .9,-.8"),
        [Icon.More] = Parse("-.7,0 -.68,0;0,0 .02,0;.7,0 .72,0"),
        [Icon.Hand] = Parse("-.4,.9 -.75,.2 -.55,0 -.3,.3 -.3,-.7;-.3,-.7 -.1,-.7 -.1,0;-.1,-.9 .15,-.9 .15,0;.15,-.75 .4,-.75 .4,.1;.4,-.5 .65,-.5 .65,.5 "
            + ".45,.9 -.4,.9"),
        [Icon.Picture] = Parse("-.95,-.75 .95,-.75 .95,.75 -.95,.75 -.95,-.75;-.95,.45 -.35,-.1 .1,.35 .45,.05 .95,.5;.4,-.4 .45,-.4"),
        [Icon.Warning] = Parse("0,-.9 .95,.8 -.95,.8 0,-.9;0,-.35 0,.3;0,.55 0,.57"),
        [Icon.PreviousKey] = Parse("-.3,-.6 -.9,0 -.3,.6;.4,-.55 .95,0 .4,.55 -.15,0 .4,-.55"),
        [Icon.NextKey] = Parse(".3,-.6 .9,0 .3,.6;-.4,-.55 -.95,0 -.4,.55 .15,0 -.4,-.55"),
        [Icon.Marker] = Parse("-.55,-.8 .55,-.8 .55,.2 0,.85 -.55,.2 -.55,-.8"),
        [Icon.FitWidth] = Parse("-.95,-.7 -.95,.7;.95,-.7 .95,.7;-.6,0 .6,0;-.3,-.3 -.6,0 -.3,.3;.3,-.3 .6,0 .3,.3"),
        [Icon.Snap] = Parse("-.75,-.9 -.75,.1 -.45,.7 0,.9 .45,.7 .75,.1 .75,-.9 .3,-.9 .3,.1 0,.4 -.3,.1 -.3,-.9 -.75,-.9"),
    };

    public static Vector2[][] Of(Icon icon) => Lines[icon];

    public static bool IsLines(Icon icon) => Lines.ContainsKey(icon);

    static Vector2[][] Parse(string text) => [.. text.Split(';').Select(line => line.Split(' ').Select(Point).ToArray())];

    static Vector2 Point(string pair)
    {
        var parts = pair.Split(',');
        return new(float.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            float.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
