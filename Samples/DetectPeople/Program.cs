using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Pictures;

// dotnet run --project Samples/DetectPeople -c Release -- me.jpg
var picture = args.Length > 0 ? args[0] : "Samples/Sources/person-01.png";

using var perception = new PersonPerception(PerceptionModels.Open(), new InferenceOptions());
foreach (var person in perception.FindPeople(PictureFile.ReadRgb(picture))) // the largest first
    Show(person);

static void Show(PerceivedPerson person)
{
    var (nose, hands) = (person.Joints[0], (person.LeftHand is null ? 0 : 1) + (person.RightHand is null ? 0 : 1));
    Console.WriteLine($"{person.Box.Width}x{person.Box.Height} pixels, nose at {nose.Pixels.X:F0}, {nose.Pixels.Y:F0}; "
        + $"hands: {hands}, {(person.Face is null ? "no face" : "face")}, matte {(person.Matte is null ? "left out" : "made")}");
}
