using System.CommandLine;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The options that every generating command shares: which model, where and how it runs.</summary>
/// <param name="standard">Size of the pictures where --size is not given, for its description: what <see cref="Open"/> is given.</param>
sealed class ModelChoice(string standard = "the model's own")
{
    public const string DefaultModel = "fpdm-body";

    readonly Option<string?> _model = new("--model") { Description = $"Folder of a model package. Default: Models/{DefaultModel} of this program." };
    readonly Option<string> _provider = new("--provider")
    {
        Description = $"Where networks run: {string.Join(", ", Provider.Names)}.",
        DefaultValueFactory = _ => "cpu",
    };
    readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads of the processor for a network, at most as many as it has; 0 lets the machine decide.",
    };
    readonly Option<int> _inFlight = new("--frames-in-flight")
    {
        Description = "Frames in work at the same time, which share the threads; 0 lets machine and model decide.",
    };
    readonly Option<string?> _sampler = new("--sampler")
    {
        Description = $"How noise becomes a picture: {string.Join(", ", Sampling.Samplers.Names)}. Default: the package's.",
    };
    readonly Option<string?> _spacing = new("--spacing")
    {
        Description = "Spacing of the sampler's steps: leading, trailing or linspace; lcm, tcd and unclip have their own. Default: the package's.",
    };
    readonly Option<string[]> _options = new("--option")
    {
        Description = $"An option of the sampler by its published name, as NAME=VALUE; "
            + $"repeatable: {string.Join(", ", Sampling.SamplerOption.All.Select(option => option.Name))}. Other options keep the package's values.",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<float?> _guidance = new("--guidance")
    {
        Description = "How far away from an unconditioned picture; 1 and less are off and fastest. Default: the package's.",
    };
    readonly Option<uint> _seed = new("--seed")
    {
        Description = "Of the noise that a frame begins with.",
        DefaultValueFactory = _ => new GenerationSettings().Seed,
    };

    readonly Option<string?> _size = new("--size")
    {
        Description = "Pixels of a generated picture, as WxH: one of the sizes that the model makes; those of size body make 256x256, 384x512 and 512x512. "
            + $"Default: {standard}.",
    };

    public void AddTo(Command command)
    {
        command.Add(_size);
        command.Add(_model);
        command.Add(_provider);
        command.Add(_threads);
        command.Add(_sampler);
        command.Add(_spacing);
        command.Add(_options);
        command.Add(_guidance);
        command.Add(_seed);
    }

    /// <summary>For commands that make many frames one after another.</summary>
    public void AddInFlightTo(Command command) => command.Add(_inFlight);

    /// <summary>Loads the package once per frame in flight; in a batch, borrows what an earlier item loaded.</summary>
    /// <param name="worker">Null for this process.</param>
    public FramesInFlight Load(ParseResult parsed, ModelPackage package, WorkerChoice? worker = null) => parsed.GetValue(_inFlight) is >= 0 and var count
        ? LoadedModel.Of(package, Inference(parsed), count, worker?.For(parsed, package))
        : throw new ArgumentException($"--frames-in-flight must be 0 to {FramesInFlight.Most}.");

    /// <summary>The same with one frame at a time.</summary>
    public FramesInFlight LoadOne(ParseResult parsed, ModelPackage package, WorkerChoice? worker = null) =>
        LoadedModel.Of(package, Inference(parsed), framesInFlight: 1, worker?.For(parsed, package));

    /// <param name="preferred">Size where --size is not given and the model makes it; null for the model's own.</param>
    /// <exception cref="FileNotFoundException">No package was named, and the default one is not there.</exception>
    /// <exception cref="ArgumentException">The package does not make pictures of --size.</exception>
    public ModelPackage Open(ParseResult parsed, FrameSize? preferred = null) => OpenOrNull(parsed, preferred)
        ?? throw new FileNotFoundException($"There is no Models/{DefaultModel} beside this program or in a folder above. Name a package with --model, "
            + "or build one with 'avatar model build'.");

    /// <summary>As <see cref="Open"/>, but null where no package was given and the default one does not exist.</summary>
    public ModelPackage? OpenOrNull(ParseResult parsed, FrameSize? preferred = null)
    {
        var size = SizeOf(parsed);
        if ((parsed.GetValue(_model) ?? DefaultFolder()) is not { } folder)
            return null;
        var package = ModelPackage.Open(folder);
        return size is { } asked ? package.WithSize(new FrameSize(asked.Width, asked.Height))
            : preferred is { } wanted && package.Manifest.Sizes.Contains(wanted) ? package.WithSize(wanted) : package;
    }

    /// <summary>--size; null for the default.</summary>
    public (int Width, int Height)? SizeOf(ParseResult parsed) => parsed.GetValue(_size) is { } text ? Size.Parse(text, "--size") : null;

    public InferenceOptions Inference(ParseResult parsed) => new() { Provider = Provider.Choose(parsed.GetValue(_provider)!), Threads = Threads(parsed) };

    public uint Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <param name="steps">Null takes the package's.</param>
    public GenerationSettings Settings(ParseResult parsed, ModelPackage package, int? steps)
    {
        var recommended = GenerationSettings.Of(package.Manifest.Defaults);
        var chosen = recommended.WithSampler(parsed.GetValue(_sampler) ?? recommended.Sampler);
        return chosen with
        {
            Options = [.. chosen.Options, .. (parsed.GetValue(_options) ?? []).Select(Sampling.SamplerOption.Parse)],
            Spacing = parsed.GetValue(_spacing) ?? recommended.Spacing,
            Guidance = parsed.GetValue(_guidance) ?? recommended.Guidance,
            Steps = steps ?? recommended.Steps,
            Seed = parsed.GetValue(_seed),
        };
    }

    int Threads(ParseResult parsed) => parsed.GetValue(_threads) is >= 0 and <= 1024 and var threads ? threads
        : throw new ArgumentException("--threads must be 0 to 1024.");

    /// <summary>The folder of the default package; null where it is not there.</summary>
    public static string? DefaultFolder() =>
        new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.SelectMany(Above).Select(folder => Path.Combine(folder, "Models", DefaultModel))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "model.json")));

    static IEnumerable<string> Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
