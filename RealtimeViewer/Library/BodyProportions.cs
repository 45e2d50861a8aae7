using Avatars.Body;
using Avatars.Posing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Library;

/// <summary>The body's sliders of the person that is edited; without a window.</summary>
/// <param name="names">Of the body model's sliders.</param>
sealed class BodyProportions(EditorSession editor, IReadOnlyList<string> names)
{
    /// <summary>The sliders of the body that ships; none where the file is absent or damaged.</summary>
    public static IReadOnlyList<string> ShippedNames { get; } = ReadNames();

    public IReadOnlyList<string> Names => names;

    PersonItem? Person => editor.Document?.TryFind($"person/{editor.Person}") as PersonItem;

    /// <summary>-1 to 1; 0 is the average body.</summary>
    public float ValueOf(string name) => Person?.Shape.TryGetValue(name, out var value) == true ? value : 0;

    /// <param name="drag">Names the drag; empty for a single change.</param>
    public void Set(string name, float value, string drag = "")
    {
        if (Person is not { } person || ValueOf(name) == value)
            return;
        var shape = new Dictionary<string, float>(person.Shape, StringComparer.Ordinal) { [name] = Math.Clamp(value, -1, 1) };
        if (value == 0)
            shape.Remove(name);
        editor.Document!.Set($"Body: {name}", drag, person with { Shape = shape });
    }

    /// <summary>The average body.</summary>
    public void Reset()
    {
        if (Person is { Shape.Count: > 0 } person)
            editor.Document!.Set("Average body", person with { Shape = new Dictionary<string, float>() });
    }

    static IReadOnlyList<string> ReadNames()
    {
        try
        {
            return [.. BodyFile.ReadShipped().Sliders.Select(slider => slider.Name)];
        }
        catch (Exception error) when (error is IOException or FormatException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
