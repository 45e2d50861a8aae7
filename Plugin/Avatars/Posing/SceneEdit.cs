using System.Collections.Generic;

namespace Avatars.Posing;

/// <summary>One item before and after; null where it is not there.</summary>
public readonly record struct SceneChange(string Id, SceneItem? Before, SceneItem? After);

/// <summary>A change of a document with its inverse.</summary>
/// <param name="Label">For the undo list, for example <c>Move left hand</c>.</param>
/// <param name="Drag">Edits in succession with the same drag, other than empty, merge into one.</param>
public sealed record SceneEdit(string Label, IReadOnlyList<SceneChange> Changes, string Drag = "")
{
    public SceneEdit Inverse()
    {
        var changes = new SceneChange[Changes.Count];
        for (var i = 0; i < changes.Length; i++)
        {
            var change = Changes[Changes.Count - 1 - i];
            changes[i] = new SceneChange(change.Id, change.After, change.Before);
        }
        return new SceneEdit(Label, changes);
    }

    /// <summary>Both in one: the first's state before, the second's state after.</summary>
    internal SceneEdit Merge(SceneEdit next)
    {
        var changes = new List<SceneChange>(Changes);
        foreach (var change in next.Changes)
        {
            var at = changes.FindIndex(other => other.Id == change.Id);
            if (at >= 0)
                changes[at] = changes[at] with { After = change.After };
            else
                changes.Add(change);
        }
        return new SceneEdit(next.Label, changes, Drag);
    }
}
