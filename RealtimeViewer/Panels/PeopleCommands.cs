using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Commands on whole people.</summary>
static class PeopleCommands
{
    public static void AddTo(CommandTable table, Session session)
    {
        var editor = session.Editor;
        bool IsEditing() => editor.IsEditing;
        table.Add(new("Edit", "Add person", "", "A person beside the others; choose its picture under Sources", () => Add(session))
        {
            IsEnabled = IsEditing, StartsGroup = true,
        });
        table.Add(new("Edit", "Duplicate person", "Ctrl+D", "A copy of the edited person beside it", editor.DuplicatePerson) { IsEnabled = IsEditing });
        table.Add(new("Edit", "Remove person", "", "The edited person with all its keys", editor.RemovePerson)
        {
            IsEnabled = () => editor.IsEditing && editor.CanRemovePerson,
        });
        table.Add(new("Edit", "Next person of the scene", "Tab", "Poses another person", () => Step(session)) { IsEnabled = () => editor.People.Count > 1 });
        table.Add(new("View", "Everybody", "Shift+F", "The camera sees all people", () => FrameAll(session)) { IsEnabled = IsEditing });
    }

    /// <summary>Adds a person with the next picture to choose from.</summary>
    public static void Add(Session session) =>
        session.Editor.AddPerson(session.Sources[(session.ChosenSource + session.Editor.People.Count) % session.Sources.Count].Paths);

    /// <summary>The camera on the edited person.</summary>
    public static void Frame(Session session) => Frame(session, includesOthers: false);

    static void FrameAll(Session session) => Frame(session, includesOthers: true);

    static void Step(Session session)
    {
        var people = session.Editor.People;
        for (var i = 0; i < people.Count; i++)
            if (people[i].Person == session.Editor.Person)
            {
                session.Editor.SelectPerson(people[(i + 1) % people.Count].Person);
                return;
            }
    }

    static void Frame(Session session, bool includesOthers)
    {
        var framing = new PersonFraming(session.Rig.Map);
        framing.Add(session.Rig.Model, waistUp: false);
        var view = session.Orbit.View;
        var (target, distance) = framing.Fit(view.Yaw, view.Pitch, view.FieldOfView);
        if (includesOthers && session.Others.Count > 0)
        {
            var (least, most) = (target, target);
            foreach (var other in session.Others)
            {
                var place = other.Rig.Model[other.Rig.Map[HumanBodyBones.Hips]].Translation with { Y = target.Y };
                (least, most) = (Vector3.Min(least, place), Vector3.Max(most, place));
            }
            (target, distance) = ((least + most) / 2, distance + Vector3.Distance(least, most) / 2 / MathF.Tan(view.FieldOfView / 2));
        }
        session.Orbit.View = view with { Target = target, Distance = distance };
    }
}
