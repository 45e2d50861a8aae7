namespace Avatars.Scripting;

/// <summary>Whose axes a movement is along; names and values as in Unity.</summary>
public enum Space
{
    World = 0,
    Self = 1,
}
