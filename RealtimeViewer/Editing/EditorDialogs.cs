namespace Avatars.Viewer.Editing;

/// <summary>What to do with unsaved changes before another scene is opened.</summary>
enum UnsavedChoice
{
    Save,
    Discard,
    Cancel,
}

/// <summary>
/// Questions to the user, set by whoever draws them. Each calls back later, with the answer, or not at all if the user cancels. Null where nobody
/// asks: then a command that needs an answer reports what to do instead.
/// </summary>
sealed class EditorDialogs
{
    /// <summary>Asks for a scene to open.</summary>
    public Action<Action<string>>? ChooseSceneToOpen { get; set; }

    /// <summary>Asks where to save; first argument: the suggested path.</summary>
    public Action<string, Action<string>>? ChooseSceneToSave { get; set; }

    /// <summary>Asks for a picture, or a person file; first argument: what for.</summary>
    public Action<string, Action<string>>? ChoosePicture { get; set; }

    /// <summary>Asks for a lexicon of signs.</summary>
    public Action<Action<string>>? ChooseLexicon { get; set; }

    /// <summary>Asks about unsaved changes; first argument: the scene's title.</summary>
    public Action<string, Action<UnsavedChoice>>? AskUnsaved { get; set; }

    /// <summary>Shows a message that needs no answer, such as "Saved".</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>Shows what went wrong, with its remedy.</summary>
    public Action<string>? Problem { get; set; }
}
