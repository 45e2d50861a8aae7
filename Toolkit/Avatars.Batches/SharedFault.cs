namespace Avatars.Batches;

/// <summary>
/// Items that fail one after another for one reason: a model that is gone, a full disk, a missing program. That is no fault of the items, so they are not to
/// go into quarantine one by one.
/// </summary>
sealed class SharedFault
{
    /// <summary>Items, where the worker has made none.</summary>
    public const int First = 3;

    /// <summary>Items, after it has made some: a few of one kind may well fail alike.</summary>
    public const int InARow = 10;

    readonly List<(PlannedItem Item, Attempts Before)> _failed = [];
    string? _reason;
    bool _hasMade;

    /// <summary>Those that failed, with their attempts before.</summary>
    public IReadOnlyList<(PlannedItem Item, Attempts Before)> Failed => _failed;

    public void Made()
    {
        _hasMade = true;
        _failed.Clear();
    }

    /// <param name="reason">Without what differs from item to item.</param>
    /// <returns>Whether so many have failed for this reason that it is not theirs.</returns>
    public bool IsShared(PlannedItem item, Attempts before, string reason)
    {
        if (reason != _reason)
            _failed.Clear();
        _reason = reason;
        if (!_failed.Exists(failed => failed.Item.Key == item.Key))
            _failed.Add((item, before));
        return _failed.Count >= (_hasMade ? InARow : First);
    }
}
