using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.Scripting;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Scripting;

/// <summary>Pictures for the scripts of a command: a generator for each person, loaded when the first picture is asked for.</summary>
/// <param name="folder">Where relative paths of the script begin.</param>
/// <param name="load">A generator of a package, here or in a worker process; disposed by this.</param>
/// <param name="inference">For the networks that see people in pictures.</param>
sealed class ScriptPictures(string folder, Func<ModelPackage> open, Func<ModelPackage, IFrameGenerator> load, InferenceOptions inference,
    Func<ModelPackage, GenerationSettings> recommend, string[] defaultSource, PersonBackground? background) : IScriptHost, IDisposable
{
    readonly List<IFrameGenerator> _generators = [];
    readonly Dictionary<object, PersonPictures> _people = new(ReferenceEqualityComparer.Instance);
    ModelPackage? _package;

    /// <summary>Pixels of the model's pictures.</summary>
    public (int Width, int Height) Size
    {
        get
        {
            var generator = FirstGenerator();
            return (generator.Width, generator.Height);
        }
    }

    public string Resolve(string path) => Path.GetFullPath(path, folder);

    public void Save(string path, RgbImage picture) => PictureFile.Write(Resolve(path), picture);

    /// <summary>Makes the picture at once, so that a script gives the same film every time.</summary>
    public Task<RgbImage> RenderAsync(AvatarShot shot, CancellationToken cancellation) => cancellation.IsCancellationRequested
        ? Task.FromCanceled<RgbImage>(cancellation)
        : Task.FromResult(Of(shot.Person).Make(shot));

    /// <summary>Makes a picture of the person as it is now.</summary>
    public RgbImage Make(ScriptedAvatar person) => Of(person).Make(person.Shot());

    /// <inheritdoc cref="Make"/>
    public RgbaImage MakeTransparent(ScriptedAvatar person) => Of(person).MakeTransparent(person.Shot());

    /// <summary>Whether pictures have alpha.</summary>
    public bool IsTransparent => background is { IsTransparent: true };

    /// <summary>The siblings before the first generator, whose networks they share.</summary>
    public void Dispose()
    {
        for (var i = _generators.Count - 1; i >= 0; i--)
            _generators[i].Dispose();
    }

    PersonPictures Of(object person)
    {
        if (_people.TryGetValue(person, out var known))
            return known;
        var generator = FirstGenerator();
        if (_people.Count > 0)
        {
            _generators.Add(generator = generator.MakeSibling() ?? AnotherWorker(generator));
        }
        return _people[person] = new PersonPictures(generator, recommend(_package!), defaultSource, background, inference, Resolve);
    }

    /// <summary>Generators in a worker process have no siblings: another person gets another process.</summary>
    IFrameGenerator AnotherWorker(IFrameGenerator first) => first is IPosedFrameGenerator ? load(_package!)
        : throw new InvalidOperationException($"The script shows {_people.Count + 1} people, and a model of '{_package!.Manifest.System}' shows one at a "
            + "time. Choose another with --model.");

    IFrameGenerator FirstGenerator()
    {
        if (_generators.Count == 0)
            _generators.Add(load(_package = open()));
        return _generators[0];
    }
}
