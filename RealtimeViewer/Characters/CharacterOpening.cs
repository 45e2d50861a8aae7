using Avatars.Files;

namespace Avatars.Viewer.Characters;

/// <summary>Reads characters in the background; of several the newest is shown. The window's thread only.</summary>
sealed class CharacterOpening(Session session)
{
    Task<LoadedCharacter?>? _newest;
    Action _importMotion = () => { };

    /// <param name="importMotion">What to do with the file's animations, where it has some, or no mesh.</param>
    public void Begin(string path, Action importMotion) => (_newest, _importMotion) = (Task.Run(() => LoadedCharacter.Read(path)), importMotion);

    /// <summary>Shows a character that has been read; once a frame.</summary>
    public void Take()
    {
        if (_newest is not { IsCompleted: true } done)
            return;
        _newest = null;
        if (done.Exception?.InnerException is { } error)
            session.Editor.Dialogs.Problem?.Invoke($"The mesh is not shown: {ErrorLine.Of(error)}");
        else if (done.Result is { } character)
        {
            (session.Character, session.HasCharacter) = (character, true);
            session.Editor.Dialogs.Notice?.Invoke($"{Path.GetFileName(character.Path)} is shown in the rig's pane (View, Character)."
                + (character.About.Length > 0 ? $" {character.About}." : ""));
        }
        if (!done.IsCompletedSuccessfully || done.Result is not { HasMotion: false })
            _importMotion();
    }
}
