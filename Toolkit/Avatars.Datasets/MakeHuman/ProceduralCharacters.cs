namespace Avatars.Datasets.MakeHuman;

/// <summary>Procedural characters from a seed: any number of them, all different, the same ones every time.</summary>
public sealed class ProceduralCharacters(MakeHumanLibrary library, Wardrobe wardrobe)
{
    static readonly string[] FaceParts = ["head", "nose", "mouth", "eyes", "chin", "cheek", "ears", "forehead", "eyebrows"];
    static readonly string[] BodyParts = ["torso", "hip", "arms", "legs", "neck", "hands"];

    /// <summary>Natural hair: sRGB of the mean strand.</summary>
    static readonly (float Red, float Green, float Blue, float Weight)[] HairColours =
    [
        (0.10f, 0.09f, 0.09f, 3), (0.20f, 0.14f, 0.10f, 3), (0.33f, 0.22f, 0.14f, 2), (0.48f, 0.32f, 0.19f, 2),
        (0.70f, 0.54f, 0.34f, 1.5f), (0.50f, 0.24f, 0.12f, 1), (0.45f, 0.44f, 0.43f, 0.7f), (0.75f, 0.74f, 0.72f, 0.5f),
    ];

    public CharacterRecipe Recipe(ulong seed, ulong index)
    {
        var random = new SeededRandom("person " + wardrobe.Split, seed, index);
        var skin = random.Pick(wardrobe.Of("skins"));
        var isMale = skin.Gender == "male";
        return new CharacterRecipe
        {
            Name = $"{wardrobe.Split}-{seed}-{index}".ToLowerInvariant(),
            Shape = Shape(random, skin, isMale),
            Details = Details(random),
            Skin = skin.Id,
            SkinBrightness = skin.Ethnicity == "african" ? random.Between(0.86f, 1.12f) : random.Between(0.74f, 1),
            SkinWarmth = 0.025f * random.Normal(),
            EyeColour = skin.Ethnicity == "caucasian" || random.Chance(0.1f) ? random.Pick(wardrobe.EyeColours) : random.Chance(0.5f) ? "brown_eye"
                : "brownlight_eye",
            Brows = random.Pick(wardrobe.Of("eyebrows")).Id,
            Lashes = random.Pick(wardrobe.Of("eyelashes")).Id,
            Hair = Hair(random, isMale, skin),
            HairColour = HairColour(random, skin),
            Clothes = Outfit(random, isMale ? "male" : "female"),
        };
    }

    static MacroShape Shape(SeededRandom random, CatalogItem skin, bool isMale)
    {
        var main = random.Between(0.7f, 1);
        var other = (1 - main) * random.Unit();
        return new MacroShape
        {
            Gender = isMale ? random.Between(0.85f, 1) : random.Between(0, 0.15f),
            Age = skin.Age switch { "young" => random.Between(0.42f, 0.58f), "middleage" => random.Between(0.58f, 0.75f), _ => random.Between(0.75f, 0.92f) },
            Muscle = random.Between(0.2f, 0.85f),
            Weight = Math.Clamp(0.52f + 0.19f * random.Normal(), 0.22f, 0.95f),
            Height = Math.Clamp(0.5f + 0.08f * random.Normal(), 0.33f, 0.67f),
            Proportions = random.Between(0.4f, 0.8f),
            Cup = random.Between(0.3f, 0.7f),
            Firmness = random.Between(0.4f, 0.7f),
            African = skin.Ethnicity == "african" ? main : other / 2,
            Asian = skin.Ethnicity == "asian" ? main : other / 2,
            Caucasian = skin.Ethnicity == "caucasian" ? main : 1 - main - other / 2,
        };
    }

    Dictionary<string, float> Details(SeededRandom random)
    {
        Dictionary<string, float> details = [];
        foreach (var slider in library.Targets.Sliders.Values)
        {
            var reach = FaceParts.Contains(slider.Part) ? 0.3f : BodyParts.Contains(slider.Part)
                && !slider.Name.Contains("trans", StringComparison.Ordinal) ? 0.12f : 0;
            if (reach > 0 && random.Chance(0.4f))
                details[slider.Name] = Math.Clamp(reach * 0.5f * random.Normal(), slider.Negative.Length > 0 ? -reach : 0, reach);
        }
        return details;
    }

    string? Hair(SeededRandom random, bool isMale, CatalogItem skin)
    {
        if (isMale && random.Chance(skin.Age == "young" ? 0.05f : 0.2f))
            return null;
        var styles = wardrobe.Of("hair", body: random.Chance(0.08f) ? null : isMale ? "male" : "female");
        var afro = skin.Ethnicity == "african" ? styles : [.. styles.Where(style => style.Id != "afro01" || random.Chance(0.15f))];
        return random.Pick(afro.Length > 0 ? afro : styles).Id;
    }

    static Colouring HairColour(SeededRandom random, CatalogItem skin)
    {
        if (random.Chance(0.06f)) // dyed
        {
            var (r, g, b) = FromHue(random.Between(0, 360), random.Between(0.4f, 0.85f), random.Between(0.35f, 0.8f));
            return new Colouring(0, 1, r, g, b, 0.9f);
        }
        var dark = skin.Ethnicity != "caucasian" && !random.Chance(0.1f);
        var total = HairColours.Sum(colour => Weight(colour));
        var choice = random.Between(0, total);
        var i = 0;
        while (i < HairColours.Length - 1 && (choice -= Weight(HairColours[i])) > 0)
            i++;
        var (red, green, blue, _) = HairColours[i];
        var shade = random.Between(0.85f, 1.15f);
        return new Colouring(0, 1, red * shade, green * shade, blue * shade, 0.9f);

        float Weight((float Red, float Green, float Blue, float Weight) colour) =>
            (skin.Age == "old") == (MathF.Abs(colour.Red - colour.Blue) < 0.05f && colour.Red > 0.3f)
                ? dark && colour.Red > 0.25f && skin.Age != "old" ? 0.05f : colour.Weight
                : 0.15f * colour.Weight;
    }

    Garment[] Outfit(SeededRandom random, string body)
    {
        List<Garment> outfit = [];
        var dresses = body == "female" ? wardrobe.Of("clothes", "dress", body) : [];
        var full = wardrobe.Of("clothes", "full", body);
        var tops = wardrobe.Of("clothes", "top", body);
        var legs = wardrobe.Of("clothes", "legs");
        if (dresses.Length > 0 && random.Chance(0.15f))
            outfit.Add(Dye(random, random.Pick(dresses)));
        else if (tops.Length > 0 && legs.Length > 0 && random.Chance(0.5f))
            outfit.AddRange([Dye(random, random.Pick(legs)), Dye(random, random.Pick(tops))]);
        else
            outfit.Add(Dye(random, random.Pick(full)));
        outfit.Add(Dye(random, random.Pick(wardrobe.Of("clothes", "feet", body))));
        if (wardrobe.Of("clothes", "face") is { Length: > 0 } glasses && random.Chance(0.15f))
            outfit.Add(new Garment(random.Pick(glasses).Id, Colouring.None));
        return [.. outfit];
    }

    /// <summary>Clothes above and below the waist are coloured independently, so that neither predicts the other.</summary>
    static Garment Dye(SeededRandom random, CatalogItem item)
    {
        var variant = random.Below(item.DiffuseVariants.Count + 1);
        var garment = new Garment(item.Id, Colour(random), variant) { Lower = item.Slot == "full" ? Colour(random) : null };
        return item.Slot is "top" or "full" or "dress" && random.Chance(0.3f) ? garment with { Pattern = Pattern(random) } : garment;
    }

    /// <summary>Some keep their colours, some are rotated in hue, most are dyed in one colour: grey to white, vivid or muted.</summary>
    static Colouring Colour(SeededRandom random)
    {
        var choice = random.Unit();
        if (choice < 0.15f)
            return Colouring.None;
        if (choice < 0.28f)
            return new Colouring(random.Between(0, 360), random.Between(0.8f, 1.4f), 1, 1, 1, 0);
        return Dyed(random);
    }

    static Colouring Dyed(SeededRandom random)
    {
        var (hue, choice) = (random.Between(0, 360), random.Unit());
        var (saturation, value) = choice < 0.3f ? (random.Between(0, 0.12f), random.Between(0.07f, 0.95f))
            : choice < 0.68f ? (random.Between(0.6f, 0.97f), random.Between(0.3f, 0.92f))
            : (random.Between(0.15f, 0.55f), random.Between(0.2f, 0.85f));
        var (red, green, blue) = FromHue(hue, saturation, value);
        return new Colouring(0, 1, red, green, blue, random.Between(0.8f, 0.98f));
    }

    static ClothPattern Pattern(SeededRandom random)
    {
        var weave = (Weave)random.Below(Enum.GetValues<Weave>().Length);
        var repeats = weave == Weave.Dots ? (int)random.Between(14, 40) : (int)random.Between(10, 44);
        var share = weave switch { Weave.Dots => random.Between(0.12f, 0.35f), Weave.Pinstripes => random.Between(0.12f, 0.5f),
            _ => random.Between(0.25f, 0.6f) };
        return new ClothPattern(weave, repeats, share, Dyed(random));
    }

    static (float, float, float) FromHue(float degrees, float saturation, float value)
    {
        float Channel(float n)
        {
            var k = (n + degrees / 60) % 6;
            return value - value * saturation * Math.Clamp(MathF.Min(k, 4 - k), 0, 1);
        }
        return (Channel(5), Channel(3), Channel(1));
    }
}
