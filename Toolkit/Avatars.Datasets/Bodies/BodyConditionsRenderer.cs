using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Bodies;

/// <summary>Draws the <see cref="BodyPictures"/> of pairs, whose bodies are as a fit finds them. Thread-safe.</summary>
public sealed class BodyConditionsRenderer(MakeHumanLibrary library, FitErrors errors, ulong seed)
{
    const int TextureSide = 512;
    const int Margin = 4; // pixels around the matte that are not the background's either

    readonly BodyAtlas _atlas = BodyAtlas.Of(library.Body, library.BaseMesh.Positions, TextureSide);
    readonly BodyChannels _channels = new(library);
    readonly System.Runtime.CompilerServices.ConditionalWeakTable<Person, Lazy<SimulatedFit>> _fits = [];

    /// <param name="mask">Of <see cref="SurfaceMap.Mask"/>, the person in the source.</param>
    public BodyPictures Draw(PairScene scene, RgbImage source, ReadOnlySpan<byte> mask)
    {
        var random = new SeededRandom("fit", seed, (ulong)scene.Index);
        var fit = _fits.GetValue(scene.Person, person => new Lazy<SimulatedFit>(() => new SimulatedFit(library, person))).Value;
        var (inSource, inTarget) = fit.Pose(scene, errors, random);
        var matte = Mattes.FromMask(mask, source.Width, source.Height, errors == FitErrors.None ? 0.6f : random.Between(0.4f, 0.95f));
        var raster = new BodyRaster(source.Width, source.Height);
        raster.Draw(inSource.Positions, library.Body.Indices, scene.Source.Camera);
        var texture = new BodyTexture(_atlas);
        texture.Take(source, matte, scene.Source.Camera, inSource, raster);
        texture.Fill();
        raster.Draw(inTarget.Positions, library.Body.Indices, scene.Target.Camera);
        var camera = scene.Target.Camera;
        var hips = Vector3.Dot(scene.Target.JointModel[scene.Person.Body.Map[HumanBodyBones.Hips]].Translation - camera.Position, camera.Forward);
        return BodyConditions.Draw(raster, inTarget, texture, _channels, camera, hips, Mattes.Background(source, matte, Margin));
    }
}
