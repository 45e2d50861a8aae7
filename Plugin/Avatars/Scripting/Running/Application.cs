namespace Avatars.Scripting;

/// <summary>The application that runs the scene.</summary>
public static class Application
{
    /// <summary>Ends the scene after this frame: a film is complete, the viewer goes on without the script.</summary>
    public static void Quit() => ScriptScene.Required.HasQuit = true;
}
