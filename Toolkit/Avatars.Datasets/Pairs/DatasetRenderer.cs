using Avatars.Datasets.Bodies;
using Avatars.Graphics;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Renders a data set into a folder, shard by shard. A rerun continues after the last complete shard and gives the same files as a single run.
/// </summary>
public sealed class DatasetRenderer
{
    const int PairsPerShardAt256 = 250; // keeps a shard of PNG pictures below 60 MB
    const int Encoders = 2;

    /// <summary>Tensors of <see cref="PoseMaps.BodyPictures"/>.</summary>
    static readonly string[] ConditionNames = ["body_warped", "body_coordinates", "body_normals", "body_state", "background"];

    readonly Func<int, PairScene> _sample;
    readonly DatasetManifest _order;
    readonly string _folder;
    readonly BodyConditionsRenderer? _bodies;
    readonly PhotographBackgrounds? _photographs;

    /// <param name="sample">The scene of pair number i: <see cref="PairSampler.Sample"/> or <see cref="SequenceSampler.Sample"/>.</param>
    /// <param name="order">What to render; shards and pairs are left empty.</param>
    /// <param name="bodies">Draws the bodies of the targets; null for none.</param>
    /// <param name="photographs">With them, pictures are changed as a camera would; null for none.</param>
    public DatasetRenderer(Func<int, PairScene> sample, DatasetManifest order, string folder, BodyConditionsRenderer? bodies = null,
        PhotographBackgrounds? photographs = null)
    {
        (_sample, _order, _folder, _bodies, _photographs) = (sample, order, folder, bodies, photographs);
    }

    /// <summary>How far a run is.</summary>
    /// <param name="Done">Pairs in the folder or about to be.</param>
    /// <param name="PerSecond">Pairs rendered per second by this run.</param>
    public readonly record struct Progress(int Done, int Count, double PerSecond);

    /// <summary>Side of textures, limited to the resolution that is visible in the pictures.</summary>
    public static int TextureSide(int size) => size <= 320 ? 512 : 1024;

    public static int PairsPerShard(int size) => (int)Math.Clamp((long)PairsPerShardAt256 * 256 * 256 / ((long)size * size), 1, PairsPerShardAt256);

    /// <param name="report">Called after every pair.</param>
    public void Run(Action<Progress> report, CancellationToken stop = default)
    {
        var manifest = _order.Resume(_folder);
        if (manifest.Pairs.Count >= _order.Count)
            return;
        using var context = new GraphicsContext();
        using var renderer = new PairRenderer(context, _order.Size);
        var notes = new PairNotes(_order.Size);
        Directory.CreateDirectory(_folder);
        manifest.Write(_folder);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var before = manifest.Pairs.Count;
        while (manifest.Pairs.Count < _order.Count)
        {
            var first = manifest.Pairs.Count;
            var pairs = RenderShard(renderer, notes, first, Math.Min(_order.PairsPerShard, _order.Count - first),
                done => report(new Progress(first + done, _order.Count, (first + done - before) / clock.Elapsed.TotalSeconds)), stop);
            manifest = Store(manifest, pairs);
            manifest.Write(_folder);
        }
    }

    /// <summary>A pair, encoded.</summary>
    sealed record Packed(PairScene Scene, PairNote Note, byte[] Source, byte[] Target, byte[] PoseMap, BodyMaps SourceBody, BodyMaps TargetBody,
        byte[][] Conditions);

    /// <summary>The <see cref="SurfaceMap"/> of a picture.</summary>
    readonly record struct BodyMaps(ushort[] Surface, byte[] Mask);

    Packed[] RenderShard(PairRenderer renderer, PairNotes notes, int first, int count, Action<int> report, CancellationToken stop)
    {
        var packed = new Task<Packed>[count];
        var (drawn, taken) = (0, 0);
        while (taken < count)
        {
            stop.ThrowIfCancellationRequested();
            while (drawn < count && !renderer.IsFull)
                renderer.Draw(_sample(first + drawn++));
            renderer.TryTake(out var scene, out var source, out var target);
            var note = notes.Take(scene);
            packed[taken] = Task.Run(() => Pack(scene, note, source, target), stop);
            if (taken >= 4 * Encoders)
                packed[taken - 4 * Encoders].Wait(stop); // encoders set the pace when they are the slower ones
            report(++taken);
        }
        return Task.WhenAll(packed).GetAwaiter().GetResult();
    }

    Packed Pack(PairScene scene, PairNote note, RgbImage source, RgbImage target)
    {
        var (sourceBody, targetBody) = (MapsOf(scene.Person, scene.Source), MapsOf(scene.Person, scene.Target));
        if (_photographs is not null)
            source = CameraRandomization.Apply(source, target, sourceBody.Mask, _photographs, new SeededRandom("camera", _order.Seed, (ulong)scene.Index));
        byte[][] conditions = [];
        if (_bodies is not null)
        {
            var body = _bodies.Draw(scene, source, sourceBody.Mask);
            conditions = [Encode(body.Warped), PictureFile.EncodePng(body.Coordinates), PictureFile.EncodePng(body.Normals), PictureFile.EncodePng(body.State),
                Encode(body.Background)];
        }
        return new(scene, note, Encode(source), Encode(target), PictureFile.EncodePng(note.PoseMap), sourceBody, targetBody, conditions);
    }

    static BodyMaps MapsOf(Person person, Snapshot snapshot) =>
        new(person.Surface.Draw(snapshot.JointModel, snapshot.Camera), person.Surface.Mask(snapshot.JointModel, snapshot.Camera));

    byte[] Encode(RgbImage picture) => _order.PictureFormat == "png" ? PictureFile.EncodePng(picture) : PictureFile.EncodeJpeg(picture);

    DatasetManifest Store(DatasetManifest manifest, Packed[] pairs)
    {
        var shard = new ShardFile();
        shard.AddFiles("source", [.. pairs.Select(pair => pair.Source)]);
        shard.AddFiles("target", [.. pairs.Select(pair => pair.Target)]);
        shard.AddFiles("pose", [.. pairs.Select(pair => pair.PoseMap)]);
        for (var i = 0; _bodies is not null && i < ConditionNames.Length; i++)
            shard.AddFiles(ConditionNames[i], [.. pairs.Select(pair => pair.Conditions[i])]);
        shard.Add<float>("source_keypoints", "F32", Flatten(pairs, note => note.SourceKeypoints), pairs.Length, PoseMaps.KeypointLayout.Avatar128.Count, 3);
        shard.Add<float>("target_keypoints", "F32", Flatten(pairs, note => note.TargetKeypoints), pairs.Length, PoseMaps.KeypointLayout.Avatar128.Count, 3);
        foreach (var (kind, body) in new (string, Func<Packed, BodyMaps>)[] { ("source", pair => pair.SourceBody), ("target", pair => pair.TargetBody) })
        {
            shard.Add<ushort>(kind + "_surface", "U16", [.. pairs.SelectMany(pair => body(pair).Surface)], pairs.Length, SurfaceMap.Side, SurfaceMap.Side, 3);
            shard.Add<byte>(kind + "_mask", "U8", [.. pairs.SelectMany(pair => body(pair).Mask)], pairs.Length, _order.Size, (_order.Size + 7) / 8);
        }
        shard.Add<int>("person_box", "I32",
            [.. pairs.SelectMany(pair => new[] { pair.Note.PersonBox.X, pair.Note.PersonBox.Y, pair.Note.PersonBox.Width, pair.Note.PersonBox.Height })],
            pairs.Length, 4);
        shard.Add<int>("character", "I32", [.. pairs.Select(pair => pair.Scene.Person.Number)], pairs.Length);
        var file = $"shard-{manifest.Shards.Count:00000}.safetensors";
        var hash = shard.Write(Path.Combine(_folder, file));
        return manifest with
        {
            Shards = [.. manifest.Shards, new DatasetManifest.Shard(file, pairs.Length, hash)],
            Pairs = [.. manifest.Pairs, .. pairs.Select(pair => DatasetManifest.PairOf(pair.Scene))],
        };
    }

    static float[] Flatten(Packed[] pairs, Func<PairNote, PoseMaps.Keypoint[]> keypoints) =>
        [.. pairs.SelectMany(pair => keypoints(pair.Note)).SelectMany(point => new[] { point.X, point.Y, point.Confidence })];
}
