using System.Globalization;
using Avatars.Scripting;

namespace Avatars.Viewer.Scripts;

/// <summary>A field of a running script, with its value as of the last frame.</summary>
/// <param name="Run">Sets values on the script's own thread.</param>
sealed record ScriptField(ScriptRun Run, InspectedField Field, string Owner, object? Value)
{
    /// <summary>Numbers, true and false, names of enumerations, texts and vectors have controls; others are listed only.</summary>
    public bool HasControl => Field.Type.IsPrimitive || Field.Type.IsEnum || Field.Type == typeof(string) || Components is not null;

    /// <summary>Of vectors, angles in degrees and colours; null for others.</summary>
    public float[]? Components => Value switch
    {
        Vector2 v => [v.x, v.y],
        Vector3 v => [v.x, v.y, v.z],
        Quaternion q => [q.eulerAngles.x, q.eulerAngles.y, q.eulerAngles.z],
        Color c => [c.r, c.g, c.b],
        _ => null,
    };

    public float Number => Value is IConvertible number and not (string or bool) ? number.ToSingle(CultureInfo.InvariantCulture) : 0;

    public void SetNumber(float value) => Set(Field.Type == typeof(char) ? (char)value : Convert.ChangeType(
        Field.Type == typeof(float) || Field.Type == typeof(double) ? value : Math.Round(value), Field.Type, CultureInfo.InvariantCulture));

    public void SetComponents(float[] values) => Set(Value switch
    {
        Vector2 => new Vector2(values[0], values[1]),
        Vector3 => new Vector3(values[0], values[1], values[2]),
        Quaternion => Quaternion.Euler(values[0], values[1], values[2]),
        _ => new Color(values[0], values[1], values[2]),
    });

    public void Set(object? value) => Run.Set(Field, value);
}
