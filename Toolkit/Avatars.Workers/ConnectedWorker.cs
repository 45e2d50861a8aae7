using Avatars.Body;
using Avatars.Systems;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>A worker that runs, with what it was told: its model, and the bodies and people that were sent.</summary>
/// <param name="generation">Counts the workers of a host, from 1.</param>
sealed class ConnectedWorker(WorkerProcess process, int generation)
{
    public const double UsualSeconds = 120; // for what is done once; ten times what the slowest machine tried has needed
    public const byte ControlChannel = 254;

    const int MostPeople = 3; // about 20 MB each

    readonly object _gate = new();
    readonly List<BodyModel> _bodies = [];
    readonly List<(PersonSource Source, int Number)> _people = []; // the newest last
    int _count;

    public WorkerProcess Process => process;

    public int Generation => generation;

    /// <summary>Sends a body, once.</summary>
    /// <returns>Its number.</returns>
    public int Send(BodyModel body)
    {
        lock (_gate)
        {
            if (_bodies.IndexOf(body) is >= 0 and var known)
                return known;
            var message = Begin();
            message.Int32(_bodies.Count);
            message.Values<byte>(BodyFile.ToBytes(body));
            Call(MessageKind.Body);
            _bodies.Add(body);
            return _bodies.Count - 1;
        }
    }

    /// <summary>Sends a person, once; the worker remembers the last few.</summary>
    /// <returns>Its number.</returns>
    public int Send(PersonSource source)
    {
        lock (_gate)
        {
            if (_people.FindIndex(each => ReferenceEquals(each.Source, source)) is >= 0 and var known)
                return _people[known].Number;
            var body = source.Person is { } person ? Send(person.Body.Model) : -1;
            var message = Begin();
            message.Int32(++_count);
            message.Write(source, body);
            Call(MessageKind.Source);
            _people.Add((source, _count));
            if (_people.Count > MostPeople)
            {
                Begin().Int32(_people[0].Number);
                Call(MessageKind.ForgetSource);
                _people.RemoveAt(0);
            }
            return _count;
        }
    }

    MessageWriter Begin()
    {
        var message = process.Channel(ControlChannel).Message;
        message.Clear();
        return message;
    }

    void Call(MessageKind kind) => process.Channel(ControlChannel).Call(kind, UsualSeconds);
}
