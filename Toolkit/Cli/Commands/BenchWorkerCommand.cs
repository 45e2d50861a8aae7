using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Workers;

namespace Avatars.Cli.Commands;

/// <summary>avatar bench worker: what a worker process costs a frame.</summary>
static class BenchWorkerCommand
{
    const int Unmeasured = 20; // frames, until the code is compiled

    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Frames measured in each process.", DefaultValueFactory = _ => 200 };
        var model = new ModelChoice();
        var command = new Command("worker", "Measures what a frame costs more in a worker process: the same frames in this process and there, in turns.")
        {
            frames,
        };
        model.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var count = parsed.GetValue(frames) is >= 1 and <= 100_000 and var given ? given : throw new ArgumentException("--frames must be 1 to 100000.");
            var (package, inference) = (model.Open(parsed), model.Inference(parsed));
            using var here = FrameGenerators.LoadSeveral(package, inference, 1);
            using var there = WorkerGenerators.LoadSeveral(package, inference, 1);
            var person = new PersonSource(new SourceView(new RgbImage(package.Manifest.Width, package.Manifest.Height)))
            {
                Person = here[0].ReadsBody ? TexturedPerson.Plain(BodyChoice.Open(null), RgbColor.White, RgbColor.Black) : null,
            };
            foreach (var generators in (FramesInFlight[])[here, there])
            {
                generators.Configure(model.Settings(parsed, package, 1));
                generators.SetSource(person);
            }
            var (near, far) = (new MeasuredPath(here[0], person), new MeasuredPath(there[0], person));
            var (inside, outside, ratios, transport) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var frame = 0; frame < Unmeasured + count; frame++)
            {
                stop.ThrowIfCancellationRequested();
                var (one, other) = (0.0, 0.0);
                if (frame % 2 == 0) // what runs second finds other things in the caches
                    (one, other) = (near.Run(frame), far.Run(frame));
                else
                    (other, one) = (far.Run(frame), near.Run(frame));
                if (!near.Picture.AsSpan().SequenceEqual(far.Picture))
                    throw new InvalidOperationException($"Frame {frame} of the worker process is another picture.");
                if (frame < Unmeasured)
                    continue;
                inside.Add(one);
                outside.Add(other);
                ratios.Add(other / one);
                transport.Add(other - far.Own - (one - near.Own)); // without the networks, whose times differ from run to run by more than this
            }
            Console.WriteLine($"{package.Manifest.Name}, {package.Manifest.Width}x{package.Manifest.Height}, 1 step, {count} frames in each process, the same "
                + "pictures");
            Print("in this process", inside, "ms");
            Print("in the worker", outside, "ms");
            Print("the same as a ratio", ratios, "");
            Print("more, without the networks", transport, "ms");
            return Task.FromResult(0);
        });
        return command;
    }

    static void Print(string what, List<double> values, string unit)
    {
        values.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-26} {values[values.Count / 2],8:0.00} {unit,2} median {values[(values.Count - 1) * 95 / 100],8:0.00} {unit,2} 95 %"));
    }

    /// <summary>One process's frames of a moving pose.</summary>
    sealed class MeasuredPath
    {
        readonly PoseToFrame _path;
        readonly PoseSampler _sampler;
        readonly PoseRequest _pose;
        readonly RgbImage _frame;
        readonly Camera _camera;

        public MeasuredPath(IFrameGenerator generator, PersonSource person)
        {
            _path = new PoseToFrame(generator);
            _path.SetSource(person);
            _sampler = new PoseSampler(new BenchMotion(), _path.Layout);
            _camera = Camera.LookAt(new Vector3(0, 0.9f, 4), new Vector3(0, 0.9f, 0), 0.5f, _path.Width, _path.Height);
            (_pose, _frame) = (_path.MakeRequest(), new RgbImage(_path.Width, _path.Height));
        }

        public byte[] Picture => _frame.Bytes;

        /// <summary>Milliseconds of the last frame by the generator's own count.</summary>
        public double Own => _path.Times.Total;

        /// <returns>Milliseconds.</returns>
        public double Run(int frame)
        {
            _sampler.Sample(frame / 30f);
            _pose.Set(_sampler, _camera);
            var start = Stopwatch.GetTimestamp();
            _path.Run(_pose, _frame);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
