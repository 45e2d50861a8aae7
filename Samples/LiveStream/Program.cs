using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Sources;
using Avatars.Streaming;
using Avatars.Systems;

// dotnet run --project Samples/LiveStream -c Release -- out/live.png
var output = args.Length > 0 ? args[0] : "out/live.png";
var (shown, last) = (0, new RgbImage(1, 1));

const string photograph = "Samples/Sources/person-01.png";
var human = BodyFile.ReadShipped();
using var analyser = new PersonAnalyser(human, new InferenceOptions()); // finds the person, fits a body, takes its texture
var picture = PictureFile.ReadRgb(photograph);
var person = PersonFile.ReadBeside(photograph, picture, human) ?? analyser.Analyse([(photograph, picture)]);

var body = StandardHumanoid.Map;
var clip = MotionFile.Read("Samples/Motion/wave.bvh").For(body);
using var generators = FrameGenerators.LoadSeveral(ModelPackage.Open("Models/fpdm-body-8bit"), new InferenceOptions());
using var stream = new PoseStream(generators);
stream.SetSource(PersonSource.Of(person));
var sampler = new PoseSampler(clip, generators[0].MakePoseMapRenderer().Layout, body);
var camera = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.95f, 0), verticalFieldOfView: 0.5f, generators[0].Width, generators[0].Height);

for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < clip.Length; Thread.Sleep(16)) // your render loop
{
    sampler.Sample((float)clock.Elapsed.TotalSeconds);
    stream.Submit(sampler, camera); // returns at once; the newest pose replaces the one that waits
    if (stream.TryTake()) // never waits for the model
        Show(stream.Frame.Picture);
}

if (stream.Failure is { } failure)
    throw new InvalidOperationException($"Generation stopped: {failure.Message}", failure);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
PictureFile.Write(output, last);
Console.WriteLine($"{shown} pictures in {clip.Length:F1} seconds; the last is {output}");

void Show(RgbImage picture) => (shown, last) = (shown + 1, picture); // a game uploads the picture as a texture here
