using System;
using System.Collections.Generic;

namespace Avatars.Posing;

/// <summary>
/// A scene that is edited: people, their tracks, clips and signs, cameras, markers. Every change is a <see cref="SceneEdit"/>; undo and redo have no
/// limit. Belongs to one thread.
/// </summary>
public sealed class PoseDocument
{
    readonly Dictionary<string, SceneItem> _items = new(StringComparer.Ordinal);
    readonly List<string> _order = []; // with those of removed items, which come back to their places
    readonly HashSet<string> _ordered = new(StringComparer.Ordinal);
    readonly List<SceneEdit> _done = [];
    readonly List<SceneEdit> _undone = [];
    SceneEdit? _saved;

    /// <param name="items">In the order of the file; settings and a person are added where there are none.</param>
    public PoseDocument(IEnumerable<SceneItem>? items = null)
    {
        foreach (var item in items ?? [])
            Put(item.Id, item);
        if (!_items.ContainsKey(SceneSettings.ItemId))
            Put(SceneSettings.ItemId, new SceneSettings());
    }

    /// <summary>After each change, with the edit that was made (for undo its inverse).</summary>
    public event Action<SceneEdit>? Changed;

    /// <summary>Grows with each change.</summary>
    public int Version { get; private set; }

    public SceneSettings Settings => (SceneSettings)_items[SceneSettings.ItemId];

    public IReadOnlyList<SceneEdit> UndoList => _done;

    public IReadOnlyList<SceneEdit> RedoList => _undone;

    /// <summary>Whether there are changes since <see cref="MarkSaved"/> or since the document was made; a selection is none.</summary>
    public bool IsModified => !ReferenceEquals(LastStored, _saved);

    SceneEdit? LastDone => _done.Count > 0 ? _done[^1] : null;

    /// <summary>The last edit of what the file holds.</summary>
    SceneEdit? LastStored
    {
        get
        {
            for (var i = _done.Count - 1; i >= 0; i--)
                foreach (var change in _done[i].Changes)
                    if (change.Id != SelectionItem.ItemId)
                        return _done[i];
            return null;
        }
    }

    /// <summary>Null where there is none.</summary>
    public SceneItem? TryFind(string id) => _items.TryGetValue(id, out var item) ? item : null;

    public TrackItem? Track(string owner, TrackTarget target) => TryFind(TrackItem.IdOf(owner, target)) as TrackItem;

    /// <summary>Every item of a kind, in the order in which they were added; one that was removed comes back to its place.</summary>
    public IEnumerable<T> All<T>() where T : SceneItem
    {
        foreach (var id in _order)
            if (_items.TryGetValue(id, out var found) && found is T item)
                yield return item;
    }

    public IReadOnlyList<string> Selection => TryFind(SelectionItem.ItemId) is SelectionItem selection ? selection.Ids : [];

    /// <summary>Makes an edit from items as they are now.</summary>
    public SceneEdit Edit(string label, string drag, params (string Id, SceneItem? After)[] changes)
    {
        var list = new SceneChange[changes.Length];
        for (var i = 0; i < list.Length; i++)
            list[i] = new SceneChange(changes[i].Id, TryFind(changes[i].Id), changes[i].After);
        return new SceneEdit(label, list, drag);
    }

    /// <summary>Adds or replaces items as one undoable edit.</summary>
    public void Set(string label, params SceneItem[] items) => Set(label, "", items);

    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    public void Set(string label, string drag, params SceneItem[] items) => Apply(Edit(label, drag, Array.ConvertAll(items, item => (item.Id,
        (SceneItem?)item))));

    /// <summary>Removes items, and what belongs to a removed person or camera.</summary>
    public void Remove(string label, params string[] ids)
    {
        var changes = new List<(string, SceneItem?)>();
        foreach (var id in ids)
        {
            if (TryFind(id) is not { } item || id == SceneSettings.ItemId)
                continue;
            changes.Add((id, null));
            if (item is PersonItem or CameraItem)
                foreach (var other in Items())
                    if (other.Id != id && other.Owner == item.Owner && other is not (PersonItem or CameraItem))
                        changes.Add((other.Id, null));
        }
        if (changes.Count > 0)
            Apply(Edit(label, "", changes.ToArray()));
    }

    /// <summary>Sets one key; a drag of the same track and time merges with the edit before.</summary>
    public void SetKey(string label, string owner, TrackTarget target, TrackKey key, string drag = "") =>
        Set(label, drag, (Track(owner, target) ?? new TrackItem(owner, target, [])).With(key));

    public void RemoveKey(string label, string owner, TrackTarget target, float time)
    {
        if (Track(owner, target) is not { } track || ReferenceEquals(track.Without(time), track))
            return;
        var left = track.Without(time);
        if (left.Keys.Count > 0)
            Set(label, left);
        else
            Remove(label, track.Id);
    }

    public void Select(params string[] ids) => Set("Select", new SelectionItem(ids));

    /// <exception cref="InvalidOperationException">The edit does not start from the present state.</exception>
    public void Apply(SceneEdit edit)
    {
        foreach (var change in edit.Changes)
            if (!Equals(TryFind(change.Id), change.Before))
                throw new InvalidOperationException($"The edit '{edit.Label}' was made for another state of '{change.Id}'. Make it from the present one.");
        _undone.Clear();
        Do(edit);
        if (edit.Drag.Length > 0 && LastDone is { } last && last.Drag == edit.Drag && !ReferenceEquals(last, _saved))
            _done[^1] = last.Merge(edit);
        else
            _done.Add(edit);
        Changed?.Invoke(edit);
    }

    /// <summary>Ends a drag, so that the next edit with its name is an edit of its own.</summary>
    public void EndDrag()
    {
        if (LastDone is { Drag.Length: > 0 } last)
        {
            var ended = last with { Drag = "" };
            if (ReferenceEquals(last, _saved))
                _saved = ended;
            _done[^1] = ended;
        }
    }

    /// <returns>False where there is nothing to undo.</returns>
    public bool Undo()
    {
        if (LastDone is not { } edit)
            return false;
        _done.RemoveAt(_done.Count - 1);
        _undone.Add(edit);
        var inverse = edit.Inverse();
        Do(inverse);
        Changed?.Invoke(inverse);
        return true;
    }

    /// <returns>False where there is nothing to redo.</returns>
    public bool Redo()
    {
        if (_undone.Count == 0)
            return false;
        var edit = _undone[^1];
        _undone.RemoveAt(_undone.Count - 1);
        _done.Add(edit);
        Do(edit);
        Changed?.Invoke(edit);
        return true;
    }

    public void MarkSaved() => _saved = LastStored;

    /// <summary>Everything in the order of the file.</summary>
    public IReadOnlyList<SceneItem> Items()
    {
        var items = new List<SceneItem>();
        foreach (var id in _order)
            if (_items.TryGetValue(id, out var item))
                items.Add(item);
        return items;
    }

    void Do(SceneEdit edit)
    {
        foreach (var change in edit.Changes)
            Put(change.Id, change.After);
        Version++;
    }

    void Put(string id, SceneItem? item)
    {
        if (item is null)
        {
            _items.Remove(id);
            return;
        }
        if (_ordered.Add(id))
            _order.Add(id);
        _items[id] = item;
    }
}
