using Avatars.Animation;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Viewer;

/// <summary>Who is shown: opening people, and the one that is edited.</summary>
sealed partial class ViewerLoop
{
    ScenePerson? _scenePerson;
    ScenePeople? _people;
    Action<PersonDisplay, OpenedPerson?, string?>? _endOpening;

    /// <summary>Makes the stream of one more person; owned. Null where a scene shows one only.</summary>
    public Func<PersonStream>? MakeStream { get; init; }

    /// <summary>Everybody of the scene.</summary>
    public ScenePeople People => _people ??= new ScenePeople(session, stream, ScenePerson, AddSource) { MakeStream = MakeStream };

    /// <summary>Of the edited person.</summary>
    PersonStream Stream => People.Edited.Stream;

    ScenePerson ScenePerson => _scenePerson ??= new ScenePerson(session, AddSource);

    public void Dispose() => _people?.Dispose();

    int AddSource(IReadOnlyList<string> paths) => addPeople?.Invoke(paths) ?? FindSource(session, paths);

    /// <summary>Takes in who is in the scene. Another one that is edited brings along its pictures, its body and its frames.</summary>
    void FollowPeople()
    {
        if (People.Follow())
        {
            var display = People.Edited;
            if (display.Requested >= 0)
                session.ChosenSource = display.Requested;
            ScenePerson.Switch();
            SetBody(display.Opened);
        }
        ScenePerson.Follow();
    }

    /// <summary>Shows the person whose opening has ended; the one who is shown stays where it failed.</summary>
    void TakeOpened()
    {
        var isEnded = Stream.TryTakeOpened(out var person, out var failure);
        session.Person.Opening = Stream.Opening;
        if (isEnded)
            EndOpening(People.Edited, person, failure);
    }

    void EndOpening(PersonDisplay display, OpenedPerson? person, string? failure)
    {
        var (index, isEdited) = (display.Requested, display == People.Edited);
        if (person is not null)
            Try(() => Show(display, person));
        else
            session.Problem = failure;
        if (display.Shown != index && display.Shown >= 0)
        {
            display.Requested = display.Shown;
            if (isEdited)
                session.ChosenSource = display.Shown;
        }
        var count = session.Sources.Count;
        SourceOpened?.Invoke(index, person?.Source.Views[0].Picture);
        if (session.Sources.Count == count)
            return;
        People.ForgetSource(index); // it was taken out
        if (session.ChosenSource > index)
            session.ChosenSource--;
    }

    void Show(PersonDisplay display, OpenedPerson person)
    {
        var isEdited = display == People.Edited;
        if (isEdited)
            session.Notice = person.Warnings.Count > 0 ? string.Join(' ', person.Warnings) : null;
        display.Show(person, ScenePerson);
        var isFirst = display.Shown < 0;
        display.Shown = display.Requested;
        if (!isEdited)
            return;
        ScenePerson.Shown(session.ChosenSource, isFirst);
        if (ReferenceEquals(person.Analysed, session.Fitted))
            return;
        SetBody(person);
        SetHome();
    }

    void ShowBackground()
    {
        try
        {
            People.ShowBackground();
        }
        catch (ArgumentException error)
        {
            session.Problem = ErrorLine.Of(error);
        }
    }

    /// <summary>The rig gets the proportions of the person who is edited.</summary>
    void SetBody(OpenedPerson? person)
    {
        session.Fitted = person?.Analysed;
        session.Editor.Body = session.Fitted is { } fitted ? new PersonHumanoid(fitted.Person.Body.Map) : PersonHumanoid.Standard;
        session.Rig = RigFor(Played);
    }

    /// <summary>What the rig shows, before it is moved to the person's proportions.</summary>
    IPoseSource Played => session.Rig.Source is RetargetedPoseSource fitted ? fitted.Source : session.Rig.Source;

    /// <summary>The source in the proportions of the person who is shown.</summary>
    PoseSampler RigFor(IPoseSource source) => session.Fitted is null ? new PoseSampler(source, session.Rig.Layout)
        : new PoseSampler(new RetargetedPoseSource(source, HumanoidMap.Find(source.Skeleton), session.Editor.Body.Map), session.Rig.Layout,
            session.Editor.Body.Map);

    static int FindSource(Session session, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < session.Sources.Count; i++)
            if (session.Sources[i].Paths.SequenceEqual(paths))
                return i;
        return session.ChosenSource;
    }
}
