namespace Avatars.Datasets.MakeHuman;

/// <summary>Makes up people by a seed: any number of them, all different, the same ones every time.</summary>
public sealed class Passersby(MakeHumanLibrary library, Wardrobe wardrobe)
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
        var dice = new Dice("person " + wardrobe.Split, seed, index);
        var skin = dice.Pick(wardrobe.Of("skins"));
        var isMale = skin.Gender == "male";
        return new CharacterRecipe
        {
            Name = $"{wardrobe.Split}-{seed}-{index}".ToLowerInvariant(),
            Shape = Shape(dice, skin, isMale),
            Details = Details(dice),
            Skin = skin.Id,
            SkinBrightness = skin.Ethnicity == "african" ? dice.Between(0.86f, 1.12f) : dice.Between(0.74f, 1),
            SkinWarmth = 0.025f * dice.Bell(),
            EyeColour = skin.Ethnicity == "caucasian" || dice.Chance(0.1f) ? dice.Pick(wardrobe.EyeColours) : dice.Chance(0.5f) ? "brown_eye" : "brownlight_eye",
            Brows = dice.Pick(wardrobe.Of("eyebrows")).Id,
            Lashes = dice.Pick(wardrobe.Of("eyelashes")).Id,
            Hair = Hair(dice, isMale, skin),
            HairColour = HairColour(dice, skin),
            Clothes = Outfit(dice, isMale ? "male" : "female"),
        };
    }

    static MacroShape Shape(Dice dice, CatalogItem skin, bool isMale)
    {
        var main = dice.Between(0.7f, 1);
        var other = (1 - main) * dice.Unit();
        return new MacroShape
        {
            Gender = isMale ? dice.Between(0.85f, 1) : dice.Between(0, 0.15f),
            Age = skin.Age switch { "young" => dice.Between(0.42f, 0.58f), "middleage" => dice.Between(0.58f, 0.75f), _ => dice.Between(0.75f, 0.92f) },
            Muscle = dice.Between(0.2f, 0.85f),
            Weight = Math.Clamp(0.52f + 0.19f * dice.Bell(), 0.22f, 0.95f),
            Height = Math.Clamp(0.5f + 0.08f * dice.Bell(), 0.33f, 0.67f),
            Proportions = dice.Between(0.4f, 0.8f),
            Cup = dice.Between(0.3f, 0.7f),
            Firmness = dice.Between(0.4f, 0.7f),
            African = skin.Ethnicity == "african" ? main : other / 2,
            Asian = skin.Ethnicity == "asian" ? main : other / 2,
            Caucasian = skin.Ethnicity == "caucasian" ? main : 1 - main - other / 2,
        };
    }

    Dictionary<string, float> Details(Dice dice)
    {
        Dictionary<string, float> details = [];
        foreach (var slider in library.Targets.Sliders.Values)
        {
            var reach = FaceParts.Contains(slider.Part) ? 0.3f : BodyParts.Contains(slider.Part) && !slider.Name.Contains("trans", StringComparison.Ordinal) ? 0.12f : 0;
            if (reach > 0 && dice.Chance(0.4f))
                details[slider.Name] = Math.Clamp(reach * 0.5f * dice.Bell(), slider.Negative.Length > 0 ? -reach : 0, reach);
        }
        return details;
    }

    string? Hair(Dice dice, bool isMale, CatalogItem skin)
    {
        if (isMale && dice.Chance(skin.Age == "young" ? 0.05f : 0.2f))
            return null;
        var styles = wardrobe.Of("hair", body: dice.Chance(0.08f) ? null : isMale ? "male" : "female");
        var afro = skin.Ethnicity == "african" ? styles : [.. styles.Where(style => style.Id != "afro01" || dice.Chance(0.15f))];
        return dice.Pick(afro.Length > 0 ? afro : styles).Id;
    }

    static Colouring HairColour(Dice dice, CatalogItem skin)
    {
        if (dice.Chance(0.06f)) // dyed
        {
            var (r, g, b) = FromHue(dice.Between(0, 360), dice.Between(0.4f, 0.85f), dice.Between(0.35f, 0.8f));
            return new Colouring(0, 1, r, g, b, 0.9f);
        }
        var dark = skin.Ethnicity != "caucasian" && !dice.Chance(0.1f);
        var total = HairColours.Sum(colour => Weight(colour));
        var roll = dice.Between(0, total);
        var i = 0;
        while (i < HairColours.Length - 1 && (roll -= Weight(HairColours[i])) > 0)
            i++;
        var (red, green, blue, _) = HairColours[i];
        var shade = dice.Between(0.85f, 1.15f);
        return new Colouring(0, 1, red * shade, green * shade, blue * shade, 0.9f);

        float Weight((float Red, float Green, float Blue, float Weight) colour) =>
            (skin.Age == "old") == (MathF.Abs(colour.Red - colour.Blue) < 0.05f && colour.Red > 0.3f)
                ? dark && colour.Red > 0.25f && skin.Age != "old" ? 0.05f : colour.Weight
                : 0.15f * colour.Weight;
    }

    Garment[] Outfit(Dice dice, string body)
    {
        List<Garment> outfit = [];
        var dresses = body == "female" ? wardrobe.Of("clothes", "dress", body) : [];
        var full = wardrobe.Of("clothes", "full", body);
        var tops = wardrobe.Of("clothes", "top", body);
        var legs = wardrobe.Of("clothes", "legs");
        if (dresses.Length > 0 && dice.Chance(0.15f))
            outfit.Add(Dye(dice, dice.Pick(dresses)));
        else if (tops.Length > 0 && legs.Length > 0 && dice.Chance(0.5f))
            outfit.AddRange([Dye(dice, dice.Pick(legs)), Dye(dice, dice.Pick(tops))]);
        else
            outfit.Add(Dye(dice, dice.Pick(full)));
        outfit.Add(Dye(dice, dice.Pick(wardrobe.Of("clothes", "feet", body))));
        if (wardrobe.Of("clothes", "face") is { Length: > 0 } glasses && dice.Chance(0.15f))
            outfit.Add(new Garment(dice.Pick(glasses).Id, Colouring.None));
        return [.. outfit];
    }

    /// <summary>Above and below the waist each has a colour of its own, so that neither tells the other.</summary>
    static Garment Dye(Dice dice, CatalogItem item)
    {
        var variant = dice.Below(item.DiffuseVariants.Count + 1);
        var garment = new Garment(item.Id, Colour(dice), variant) { Lower = item.Slot == "full" ? Colour(dice) : null };
        return item.Slot is "top" or "full" or "dress" && dice.Chance(0.3f) ? garment with { Pattern = Pattern(dice) } : garment;
    }

    /// <summary>Some keep their own colours, some turn in hue, most are dyed in one colour: grey to white, vivid or muted.</summary>
    static Colouring Colour(Dice dice)
    {
        var roll = dice.Unit();
        if (roll < 0.15f)
            return Colouring.None;
        if (roll < 0.28f)
            return new Colouring(dice.Between(0, 360), dice.Between(0.8f, 1.4f), 1, 1, 1, 0);
        return Dyed(dice);
    }

    static Colouring Dyed(Dice dice)
    {
        var (hue, roll) = (dice.Between(0, 360), dice.Unit());
        var (saturation, value) = roll < 0.3f ? (dice.Between(0, 0.12f), dice.Between(0.07f, 0.95f))
            : roll < 0.68f ? (dice.Between(0.6f, 0.97f), dice.Between(0.3f, 0.92f))
            : (dice.Between(0.15f, 0.55f), dice.Between(0.2f, 0.85f));
        var (red, green, blue) = FromHue(hue, saturation, value);
        return new Colouring(0, 1, red, green, blue, dice.Between(0.8f, 0.98f));
    }

    static ClothPattern Pattern(Dice dice)
    {
        var weave = (Weave)dice.Below(Enum.GetValues<Weave>().Length);
        var repeats = weave == Weave.Dots ? (int)dice.Between(14, 40) : (int)dice.Between(10, 44);
        var share = weave switch { Weave.Dots => dice.Between(0.12f, 0.35f), Weave.Pinstripes => dice.Between(0.12f, 0.5f), _ => dice.Between(0.25f, 0.6f) };
        return new ClothPattern(weave, repeats, share, Dyed(dice));
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
