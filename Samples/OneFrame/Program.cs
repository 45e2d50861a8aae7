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

// dotnet run --project Samples/OneFrame -c Release -- out/frame.png
var output = args.Length > 0 ? args[0] : "out/frame.png";

// The person, the motion and the model.
const string photograph = "Samples/Sources/person-01.png";
var human = BodyFile.ReadShipped();
using var analyser = new PersonAnalyser(human, new InferenceOptions());
var picture = PictureFile.ReadRgb(photograph);
var person = PersonFile.ReadBeside(photograph, picture, human) ?? analyser.Analyse([(photograph, picture)]);
var body = StandardHumanoid.Map;
var clip = MotionFile.Read("Samples/Motion/wave.bvh").For(body);
using var generator = FrameGenerators.Load(ModelPackage.Open("Models/fpdm-body"), new InferenceOptions());
generator.SetSource(PersonSource.Of(person));

// rig -> pose -> pose map -> frame
var renderer = generator.MakePoseMapRenderer();
var sampler = new PoseSampler(clip, renderer.Layout, body);
sampler.Sample(1.5f);
var camera = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.95f, 0), verticalFieldOfView: 0.5f, generator.Width, generator.Height);
var pose = TargetPose.Draw(sampler.Before(camera), renderer);
var frame = new RgbImage(generator.Width, generator.Height);
generator.Generate(pose, frame);

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
PictureFile.Write(output, frame);
Console.WriteLine($"{output}: one frame in {generator.Times.Total:F0} ms");
