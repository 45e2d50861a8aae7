using System.Diagnostics;
using System.Globalization;
using Avatars.Posing;
using Avatars.Rig;

// Edits a scene until it is killed, for the test of the journal: adds a key every few milliseconds and prints how many there are.
var path = args[0];
var document = SceneJournal.Open(path, out _);
using var journal = new SceneJournal(document, path);
var clock = Stopwatch.StartNew();
for (var count = 1; clock.Elapsed.TotalSeconds < 60; count++)
{
    document.SetKey("Turn head", "person-1", TrackTarget.Joint(HumanBodyBones.Head), new TrackKey(count, [count, 0, 0]));
    Console.WriteLine(count.ToString(CultureInfo.InvariantCulture));
    Thread.Sleep(5);
}
