using System.Numerics;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Builds characters from recipes: targets, then joints, then garments, then skinning. The soles of the bare feet are at y = 0.</summary>
public sealed class CharacterBuilder(MakeHumanLibrary library)
{
    const string Eyes = "high-poly";
    const string EyeColours = "eye-colours";

    public Character Build(CharacterRecipe recipe)
    {
        var positions = Morph(recipe);
        var skeleton = library.Rig.Fit(positions);
        List<SkinnedMesh> meshes = [Body(recipe, positions)];
        meshes.Add(library.Worn(Eyes).FitTo(positions, EyeMaterial(recipe)));
        foreach (var garment in recipe.Clothes)
            meshes.AddRange(Wear(garment, positions));
        meshes.Add(library.Worn(recipe.Brows).FitTo(positions, HairMaterial(recipe.Brows, recipe.HairColour, depthBias: 2)));
        meshes.Add(library.Worn(recipe.Lashes).FitTo(positions, HairMaterial(recipe.Lashes, Colouring.None, depthBias: 1)));
        if (recipe.Hair is not null)
            meshes.Add(library.Worn(recipe.Hair).FitTo(positions, HairMaterial(recipe.Hair, recipe.HairColour, depthBias: 1)));
        return new Character { Name = recipe.Name, Skeleton = skeleton, InverseBind = InverseBind(skeleton), Meshes = meshes };
    }

    /// <summary>The base vertices in the recipe's shape, helpers included, metres.</summary>
    public Vector3[] Morph(CharacterRecipe recipe)
    {
        var positions = (Vector3[])library.BaseMesh.Positions.Clone();
        library.Targets.Apply(recipe.Shape, positions);
        foreach (var (slider, value) in recipe.Details)
            library.Targets.Apply(slider, value, positions);
        var ground = float.MaxValue;
        foreach (var vertex in library.Body.Origins)
            ground = MathF.Min(ground, positions[vertex].Y);
        foreach (ref var position in positions.AsSpan())
            position.Y -= ground;
        return positions;
    }

    SkinnedMesh Body(CharacterRecipe recipe, Vector3[] positions)
    {
        var hidden = new bool[positions.Length];
        foreach (var garment in recipe.Clothes)
            foreach (var vertex in library.HiddenBy(garment.Id))
                hidden[vertex] = true;
        var skin = library.Item(recipe.Skin);
        return new SkinnedMesh
        {
            Name = "body",
            Positions = library.Body.Spread<Vector3>(positions),
            Normals = library.Body.Spread<Vector3>(library.Body.Normals(positions)),
            TextureCoordinates = library.Body.TextureCoordinates,
            JointIndices = library.BodyJoints,
            JointWeights = library.BodyWeights,
            Indices = library.Body.Without(hidden),
            Material = new Material { Diffuse = Diffuse(skin, 0),
                Tint = recipe.SkinBrightness * new Vector3(1 + recipe.SkinWarmth, 1, 1 - recipe.SkinWarmth), Surface = Surface.Skin },
        };
    }

    Material EyeMaterial(CharacterRecipe recipe)
    {
        var colours = library.Item(EyeColours).DiffuseVariants;
        var file = colours.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == recipe.EyeColour)
            ?? throw new ArgumentException($"There is no eye colour '{recipe.EyeColour}'. "
                + $"Known: {string.Join(", ", colours.Select(Path.GetFileNameWithoutExtension))}.", nameof(recipe));
        return new Material { Diffuse = library.Picture(file), Alpha = AlphaMode.Cutout, Surface = Surface.Eye };
    }

    Material HairMaterial(string id, Colouring colour, float depthBias)
    {
        var worn = library.Worn(id);
        return new Material
        {
            Diffuse = colour.Apply(Diffuse(worn.Item, 0), worn.Topology.TextureCoordinates),
            Normal = Picture(worn.Item.Normal),
            Alpha = AlphaMode.Layered,
            Surface = Surface.Hair,
            IsDoubleSided = true,
            DepthBias = depthBias,
        };
    }

    IEnumerable<SkinnedMesh> Wear(Garment garment, Vector3[] body)
    {
        var worn = library.Worn(garment.Id);
        if (garment.Lower is not { } lower || worn.Pieces is not { } pieces)
            return [worn.FitTo(body, ClothMaterial(garment, worn.Topology.TextureCoordinates))];
        var below = garment with { Colour = lower, Pattern = null };
        return [worn.FitTo(body, ClothMaterial(garment, Used(pieces.Upper)), pieces.Upper),
            worn.FitTo(body, ClothMaterial(below, Used(pieces.Lower)), pieces.Lower)];

        Vector2[] Used(uint[] indices) => [.. indices.Distinct().Select(i => worn.Topology.TextureCoordinates[i])];
    }

    Material ClothMaterial(Garment garment, ReadOnlySpan<Vector2> usedAt)
    {
        var worn = library.Worn(garment.Id);
        var picture = Diffuse(worn.Item, garment.Variant);
        var coloured = garment.Colour.Apply(picture, usedAt);
        return new Material
        {
            Diffuse = garment.Pattern?.Apply(coloured, picture, usedAt) ?? coloured,
            Normal = Picture(worn.Item.Normal),
            Occlusion = Picture(worn.Item.Occlusion),
            Alpha = worn.Item.IsTransparent ? AlphaMode.Layered : worn.Item.DiffuseHasAlpha ? AlphaMode.Cutout : AlphaMode.Opaque,
            IsDoubleSided = worn.Item.IsDoubleSided,
            DepthBias = Layer(worn.Item),
        };
    }

    RgbaImage Diffuse(CatalogItem item, int variant)
    {
        var path = variant == 0 ? item.Diffuse : variant <= item.DiffuseVariants.Count ? item.DiffuseVariants[variant - 1] : null;
        return library.Picture(path
            ?? throw new ArgumentException($"'{item.Id}' has no picture number {variant}. It has {item.DiffuseVariants.Count} besides its own.",
            nameof(variant)));
    }

    RgbaImage? Picture(string? path) => path is null ? null : library.Picture(path);

    /// <summary>Millimetres nearer to the eye, so that outer layers of clothing are drawn over inner ones.</summary>
    static float Layer(CatalogItem item) => item.Slot switch
    {
        "feet" => 2,
        "legs" => 3,
        "full" or "dress" => 7,
        "top" => Wardrobe.IsTucked(item.Id) ? 1 : 11,
        "coat" => 20,
        _ => 3,
    };

    /// <summary>Joint frames have no rotation at rest, so the inverse is a translation.</summary>
    static Matrix4x4[] InverseBind(Skeleton skeleton)
    {
        var model = new Vector3[skeleton.Count];
        var inverse = new Matrix4x4[skeleton.Count];
        for (var i = 0; i < skeleton.Count; i++)
        {
            var joint = skeleton[i];
            model[i] = joint.Rest.Translation + (joint.Parent < 0 ? Vector3.Zero : model[joint.Parent]);
            inverse[i] = Matrix4x4.CreateTranslation(-model[i]);
        }
        return inverse;
    }
}
