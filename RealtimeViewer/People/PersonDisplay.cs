using Avatars.Body;
using Avatars.Systems;

namespace Avatars.Viewer;

/// <summary>What shows one person: a stream of frames, and whom it shows.</summary>
/// <param name="stream">Borrowed.</param>
sealed class PersonDisplay(PersonStream stream)
{
    public PersonStream Stream => stream;

    /// <summary>Whom the stream shows; null before the first.</summary>
    public OpenedPerson? Opened { get; private set; }

    /// <summary>Index in <see cref="Session.Sources"/> of whom the stream was asked to open last; -1 before the first.</summary>
    public int Requested { get; set; } = -1;

    /// <summary>Index of whom it shows; -1 before the first.</summary>
    public int Shown { get; set; } = -1;

    /// <param name="behind">Gives the background of people who are not laid over others.</param>
    /// <exception cref="ArgumentException">The model is loaded and cannot show this person; the old one stays.</exception>
    public void Show(OpenedPerson person, ScenePerson behind)
    {
        stream.SetSource(stream.IsTransparent && person.Source.Person is { } body
            ? new PersonSource(person.Source.Views[0]) { Person = PersonBackground.Transparent.Behind(body), Embeddings = person.Source.Embeddings }
            : behind.Before(person.Source));
        Opened = person;
    }

    /// <summary>Lays the person over others from now on, or before its background.</summary>
    public void SetTransparent(bool isTransparent, ScenePerson behind)
    {
        if (stream.IsTransparent == isTransparent)
            return;
        stream.IsTransparent = isTransparent;
        if (Opened is { } person)
            Show(person, behind);
    }

    /// <summary>A source was taken out of the session's list.</summary>
    public void ForgetSource(int index)
    {
        Requested = Requested == index ? -1 : Requested > index ? Requested - 1 : Requested;
        Shown = Shown > index ? Shown - 1 : Shown;
    }
}
