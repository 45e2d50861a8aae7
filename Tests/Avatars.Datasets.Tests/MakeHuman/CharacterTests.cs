using Avatars.Fixtures;
using Avatars.Datasets.MakeHuman;
using Avatars.Imaging;
using Avatars.Scenes;

namespace Avatars.Datasets.Tests.MakeHuman;

[Category("Assets")]
public sealed class CharacterTests
{
    static ProceduralCharacters People(Split split) => new(Libraries.Small, new Wardrobe(Libraries.Small, split));

    static Character Build(ulong index) => new CharacterBuilder(Libraries.Small).Build(People(Split.Train).Recipe(7, index));

    [Test]
    public void A_seed_gives_the_same_character_again()
    {
        for (ulong i = 0; i < 4; i++)
        {
            var (first, second) = (Build(i), Build(i));
            Assert.That(first.Meshes.Select(mesh => mesh.Name), Is.EqualTo(second.Meshes.Select(mesh => mesh.Name)));
            foreach (var (a, b) in first.Meshes.Zip(second.Meshes))
            {
                Assert.That(a.Positions, Is.EqualTo(b.Positions));
                Assert.That(a.Indices, Is.EqualTo(b.Indices));
                Assert.That(a.Material.Diffuse.Bytes, Is.EqualTo(b.Material.Diffuse.Bytes));
            }
        }
    }

    [Test]
    public void A_character_stands_on_the_ground_and_is_wrapped_in_whole_meshes()
    {
        for (ulong i = 0; i < 12; i++)
        {
            var character = Build(i);
            var lowest = character.Meshes[0].Positions.Min(position => position.Y);
            Assert.That(lowest, Is.EqualTo(0).Within(1e-4f));
            Assert.That(character.InverseBind, Has.Length.EqualTo(character.Skeleton.Count));
            foreach (var mesh in character.Meshes)
            {
                Assert.That(mesh.Normals, Has.Length.EqualTo(mesh.Positions.Length));
                Assert.That(mesh.TextureCoordinates, Has.Length.EqualTo(mesh.Positions.Length));
                Assert.That(mesh.JointIndices, Has.Length.EqualTo(4 * mesh.Positions.Length));
                Assert.That(mesh.JointIndices.Max(), Is.LessThan(character.Skeleton.Count));
                Assert.That(mesh.Positions.All(position => position.Y is > -0.2f and < 2.6f), mesh.Name);
                Assert.That(mesh.Normals.All(normal => MathF.Abs(normal.Length() - 1) < 1e-3f), mesh.Name);
            }
        }
    }

    [Test]
    public void Clothes_hide_the_skin_under_them()
    {
        var library = Libraries.Small;
        var dressed = People(Split.Train).Recipe(7, 0);
        var bare = new CharacterBuilder(library).Build(dressed with { Clothes = [] });
        var worn = new CharacterBuilder(library).Build(dressed);
        Assert.That(bare.Meshes[0].Indices, Has.Length.EqualTo(13378 * 6), "13378 quads");
        Assert.That(worn.Meshes[0].Indices.Length, Is.LessThan(bare.Meshes[0].Indices.Length * 3 / 4));
    }

    [Test]
    public void Garments_that_do_not_say_what_they_hide_are_measured()
    {
        var library = Libraries.Small;
        foreach (var item in library.Catalog.Where(item => item.Slot is "top" or "legs"))
            Assert.That(library.HiddenBy(item.Id), Has.Count.GreaterThan(300), item.Id);
    }

    [Test]
    public void Train_and_test_people_share_no_recipe_and_no_held_out_item()
    {
        var library = Libraries.Small;
        var heldOut = new Wardrobe(library, Split.Test);
        string[] Worn(Split split) => [.. Enumerable.Range(0, 200).Select(i => People(split).Recipe(5, (ulong)i))
            .SelectMany(recipe => recipe.Clothes.Select(garment => garment.Id).Append(recipe.Hair ?? ""))];
        Assert.That(Worn(Split.Train).Where(heldOut.IsHeldOut), Is.Empty);
        Assert.That(Worn(Split.Test).Where(heldOut.IsHeldOut), Is.Not.Empty);
        var shapes = Enumerable.Range(0, 200).SelectMany(i => new[] { Split.Train, Split.Test }.Select(split => People(split).Recipe(5, (ulong)i).Shape));
        Assert.That(shapes.Distinct().Count(), Is.EqualTo(400));
    }

    [Test]
    public void The_trousers_of_a_suit_do_not_take_the_shirts_colour()
    {
        var library = Libraries.Small;
        var recipe = People(Split.Train).Recipe(7, 0);
        Colouring Only(float red, float green, float blue) => new(0, 1, red, green, blue, 1);
        var suit = new Garment("male_casualsuit02", Only(0.8f, 0.1f, 0.1f)) { Lower = Only(0.1f, 0.1f, 0.8f) };
        var worn = new CharacterBuilder(library).Build(recipe with { Clothes = [suit] }).Meshes.Where(mesh => mesh.Name == suit.Id).ToArray();
        Assert.That(worn, Has.Length.EqualTo(2));
        foreach (var mesh in worn)
        {
            var used = mesh.Indices.Select(i => (int)i).Distinct().ToArray();
            var isTrousers = used.Average(i => mesh.Positions[i].Y) < 0.9f;
            var picture = mesh.Material.Diffuse;
            int Sum(int channel) =>
                used.Sum(i => picture.Bytes[((int)(mesh.TextureCoordinates[i].Y * (picture.Height - 1)) * picture.Width
                + (int)(mesh.TextureCoordinates[i].X * (picture.Width - 1))) * 4 + channel]);
            Assert.That(Sum(isTrousers ? 2 : 0), Is.GreaterThan(3 * Sum(isTrousers ? 0 : 2)), isTrousers ? "trousers" : "shirt");
        }
        var all = library.Worn(suit.Id);
        Assert.That(all.Pieces!.Upper.Length + all.Pieces.Lower.Length, Is.EqualTo(all.Topology.Indices.Length), "every triangle once");
        Assert.That(library.Worn("male_casualsuit01").Pieces, Is.Null, "one piece");
    }

    [Test]
    public void People_are_dressed_in_many_colours_above_and_below_alike()
    {
        var garments = Enumerable.Range(0, 300).SelectMany(i => People(Split.Train).Recipe(5, (ulong)i).Clothes).ToArray();
        var suits = garments.Where(garment => garment.Lower is { Strength: > 0 } && garment.Colour.Strength > 0).ToArray();
        Assert.That(suits, Has.Length.GreaterThan(50));
        Assert.That(suits.Count(garment => garment.Lower == garment.Colour), Is.Zero);
        Assert.That(garments.Select(garment => garment.Pattern?.Weave).Distinct().Count(), Is.EqualTo(5), "four weaves, and none");
        float Saturation(Colouring colour) => 1 - MathF.Min(colour.Red, MathF.Min(colour.Green, colour.Blue))
            / MathF.Max(colour.Red, MathF.Max(colour.Green, colour.Blue));
        Assert.That(suits.Count(garment => Saturation(garment.Colour) > 0.6f), Is.InRange(suits.Length / 5, suits.Length * 3 / 5), "vivid ones");
    }

    [TestCase(Weave.Stripes), TestCase(Weave.Pinstripes), TestCase(Weave.Checks), TestCase(Weave.Dots)]
    public void A_pattern_covers_its_share_of_the_cloth(Weave weave)
    {
        const int side = 200;
        var white = new RgbaImage(side, side, [.. Enumerable.Repeat((byte)255, side * side * 4)]);
        var pattern = new ClothPattern(weave, 10, 0.3f, new Colouring(0, 1, 0, 0, 0, 1));
        var mean = pattern.Apply(white, white, [new(0.5f, 0.5f)]).Bytes.Chunk(4).Average(pixel => pixel[0]);
        Assert.That(mean / 255, Is.EqualTo(0.7).Within(0.02));
    }

    [Test]
    public void A_licence_keeps_everything_else_out()
    {
        var library = Libraries.Small;
        for (ulong i = 0; i < 200; i++)
        {
            var recipe = People(Split.Train).Recipe(3, i);
            foreach (var id in recipe.Clothes.Select(garment => garment.Id).Append(recipe.Skin).Append(recipe.Hair ?? recipe.Skin))
                Assert.That(library.Item(id).Licence, Is.EqualTo(CatalogItem.PublicDomain), id);
        }
    }

    [Test]
    public void A_file_is_read_once_and_every_later_character_without_the_folder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["makehuman"], Path.Combine(SharedFolders.Assets, "makehuman"));
        var library = new MakeHumanLibrary(folder.Path, textureSide: 64);
        var people = new ProceduralCharacters(library, new Wardrobe(library, Split.Train));
        Character Build(ulong index) => new CharacterBuilder(library).Build(people.Recipe(7, index));
        var before = new[] { Build(0), Build(1) };
        Directory.Delete(folder["makehuman"]);
        for (ulong i = 0; i < 2; i++)
            Assert.That(Build(i).Meshes.Select(mesh => mesh.Material.Diffuse.Bytes), Is.EqualTo(before[i].Meshes.Select(mesh => mesh.Material.Diffuse.Bytes)));
    }
}
