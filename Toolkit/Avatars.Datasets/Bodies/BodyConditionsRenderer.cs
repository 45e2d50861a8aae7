using System.Numerics;
using System.Runtime.CompilerServices;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Bodies;

/// <summary>Draws the <see cref="BodyPictures"/> of pairs as a live stream does, with bodies as a fit finds them. Thread-safe.</summary>
/// <param name="framesPerFit">So many consecutive scenes are frames of one source, and share its fit and the errors of that.</param>
public sealed class BodyConditionsRenderer(MakeHumanLibrary library, BodyModel model, FitErrors errors, ulong seed, int framesPerFit = 1)
{
    const int TextureSide = 512;
    const int Margin = 4; // pixels around the matte that are not the background's either

    readonly int _skin = library.Body.Origins.Max() + 1; // vertices of the base mesh that are skin
    readonly Lazy<BodyShapeFit> _shapes = new(() => new BodyShapeFit(model, library.Body.Origins.Max() + 1));
    readonly ConditionalWeakTable<Person, Lazy<SimulatedFit>> _fits = [];

    /// <param name="mask">Of <see cref="SurfaceMap.Mask"/>, the person in the source.</param>
    public BodyPictures Draw(PairScene scene, RgbImage source, ReadOnlySpan<byte> mask)
    {
        var random = new SeededRandom("fit", seed, (ulong)(scene.Index / framesPerFit));
        var (body, inSource, inTarget) = _fits.GetValue(scene.Person, person => new Lazy<SimulatedFit>(() => Fit(person))).Value.Pose(scene, errors, random);
        var matte = Mattes.FromMask(mask, source.Width, source.Height, errors == FitErrors.None ? 0.6f : random.Between(0.4f, 0.95f));
        var surface = new PosedSurface(body);
        surface.Pose(inSource);
        var rasterizer = new BodyRasterizer(model, source.Width, source.Height);
        rasterizer.Draw(surface, scene.Source.Camera.WithSize(source.Width, source.Height));
        var capture = new TextureCapture(model, TextureSide);
        capture.Take(source, matte, scene.Source.Camera, surface, rasterizer);
        var renderer = new BodyPoseMapRenderer(PoseMapStyle.Avatar, source.Width, source.Height)
        {
            Person = new TexturedPerson(body, capture.Finish(), InpaintedBackground.Smooth(source, matte, Margin)),
        };
        renderer.Draw(new RigPose(body.Map, inTarget, [], scene.Target.Camera), new RgbImage(source.Width, source.Height),
            new Keypoint[renderer.Layout.Count]);
        return renderer.Pictures;
    }

    SimulatedFit Fit(Person person)
    {
        var body = person.Character.Meshes[0];
        var skin = new Vector3[_skin];
        for (var i = 0; i < body.Positions.Length; i++)
            skin[library.Body.Origins[i]] = body.Positions[i];
        var recipe = person.Recipe;
        var worn = recipe.Clothes.Where(garment => library.Item(garment.Id).Slot != "face").Select(garment => garment.Id).Append(recipe.Hair).ToHashSet();
        return new SimulatedFit(model, _shapes.Value, person, skin, worn.Contains);
    }
}
