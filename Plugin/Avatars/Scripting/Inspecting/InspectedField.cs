using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using Avatars.Animation;

namespace Avatars.Scripting;

/// <summary>A field of a script as an inspector shows it, or a scene saves it.</summary>
public sealed class InspectedField
{
    const int DeepestNesting = 7; // as Unity's serialisation

    readonly MonoBehaviour _owner;
    readonly FieldInfo _field;

    InspectedField(MonoBehaviour owner, FieldInfo field)
    {
        (_owner, _field) = (owner, field);
        Label = field.GetCustomAttribute<InspectorNameAttribute>()?.displayName ?? LabelOf(field.Name);
        Range = field.GetCustomAttribute<RangeAttribute>() is { } range ? (range.min, range.max) : null;
        Minimum = field.GetCustomAttribute<MinAttribute>()?.min;
        Tooltip = field.GetCustomAttribute<TooltipAttribute>()?.tooltip;
        Headers = Array.ConvertAll(Sorted<HeaderAttribute>(field), header => header.header);
        Space = 0;
        foreach (var space in field.GetCustomAttributes<SpaceAttribute>())
            Space += space.height;
        Lines = field.GetCustomAttribute<MultilineAttribute>()?.lines ?? field.GetCustomAttribute<TextAreaAttribute>()?.minLines ?? 1;
        IsDelayed = field.IsDefined(typeof(DelayedAttribute));
        IsHidden = field.IsDefined(typeof(HideInInspector));
    }

    public string Name => _field.Name;

    /// <summary>"_maxSpeed", "m_MaxSpeed" and "maxSpeed" are "Max Speed".</summary>
    public string Label { get; }

    public Type Type => _field.FieldType;

    /// <summary>Ends of a slider, or null.</summary>
    public (float Min, float Max)? Range { get; }

    public float? Minimum { get; }

    public string? Tooltip { get; }

    /// <summary>Headings above the field.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>Room above the field, pixels.</summary>
    public float Space { get; }

    /// <summary>Lines of a text.</summary>
    public int Lines { get; }

    /// <summary>Counts on Enter or when the field is left.</summary>
    public bool IsDelayed { get; }

    /// <summary>Saved, but not shown.</summary>
    public bool IsHidden { get; }

    /// <summary>The present value. Setting it clamps numbers to range and minimum, and calls OnValidate.</summary>
    public object? Value
    {
        get => _field.GetValue(_owner);
        set
        {
            _field.SetValue(_owner, Clamped(value));
            _owner.Validate();
        }
    }

    /// <summary>Sets a value that was saved, as it is.</summary>
    public void Restore(object? value) => _field.SetValue(_owner, value);

    /// <summary>The fields of a script that are saved, those of its base classes first.</summary>
    public static IReadOnlyList<InspectedField> Of(MonoBehaviour script)
    {
        var types = new List<Type>();
        for (var type = script.GetType(); type is not null && type != typeof(MonoBehaviour) && type != typeof(AvatarBehaviour); type = type.BaseType)
            types.Insert(0, type);
        var fields = new List<InspectedField>();
        foreach (var type in types)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (IsSaved(field))
                    fields.Add(new InspectedField(script, field));
        return fields;
    }

    /// <summary>Sets the value from text, as on a command line: numbers, words, true and false, "1,2,3" for vectors, names of enumerations.</summary>
    /// <exception cref="FormatException">The text is no value of the field's type.</exception>
    public void SetText(string text)
    {
        try
        {
            Value = Parse(text, Type);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw new FormatException($"{Name}={text}: {KindOf(Type)} is expected.", error);
        }
    }

    static bool IsSaved(FieldInfo field) => !field.IsStatic && !field.IsInitOnly && !field.IsLiteral && !field.IsNotSerialized
        && (field.IsPublic || field.IsDefined(typeof(SerializeField))) && IsSavable(field.FieldType, true, 0);

    static bool IsSavable(Type type, bool mayBeList, int depth)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Vector2) || type == typeof(Vector3) || type == typeof(Quaternion)
            || type == typeof(Color) || type == typeof(AnimationCurve) || typeof(Object).IsAssignableFrom(type))
            return true;
        if (type.IsArray && type.GetArrayRank() == 1)
            return mayBeList && IsSavable(type.GetElementType()!, false, depth + 1);
        if (type.IsGenericType)
            return mayBeList && type.GetGenericTypeDefinition() == typeof(List<>) && IsSavable(type.GetGenericArguments()[0], false, depth + 1);
        return depth < DeepestNesting && type.IsSerializable && !type.IsAbstract && !type.IsInterface && !typeof(IEnumerable).IsAssignableFrom(type)
            && !typeof(Delegate).IsAssignableFrom(type) && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true;
    }

    object? Clamped(object? value)
    {
        if (value is not IConvertible number || value is string or bool or char || value.GetType().IsEnum || Range is null && Minimum is null)
            return value;
        var clamped = number.ToDouble(CultureInfo.InvariantCulture);
        if (Range is { } range)
            clamped = Math.Max(range.Min, Math.Min(range.Max, clamped));
        if (Minimum is { } least)
            clamped = Math.Max(least, clamped);
        return Convert.ChangeType(clamped, value.GetType(), CultureInfo.InvariantCulture);
    }

    static object Parse(string text, Type type)
    {
        if (type.IsEnum)
            return Enum.Parse(type, text, true);
        if (type == typeof(Vector2) && Numbers(text, 2) is { } two)
            return new Vector2(two[0], two[1]);
        if (type == typeof(Vector3) && Numbers(text, 3) is { } three)
            return new Vector3(three[0], three[1], three[2]);
        if (type == typeof(Quaternion) && Numbers(text, 3) is { } euler)
            return Quaternion.Euler(euler[0], euler[1], euler[2]);
        if (type == typeof(Color) && Numbers(text, 3) is { } color)
            return new Color(color[0], color[1], color[2]);
        if (type == typeof(string))
            return text;
        if (type.IsPrimitive)
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        throw new FormatException();
    }

    static float[] Numbers(string text, int count)
    {
        var numbers = Array.ConvertAll(text.Split(','), part => float.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture));
        return numbers.Length == count ? numbers : throw new FormatException();
    }

    static string KindOf(Type type) => type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "a text"
        : type == typeof(Vector3) ? "three numbers such as 0,1.5,0.4"
        : type == typeof(Vector2) ? "two numbers such as 0.5,1"
        : type == typeof(Quaternion) ? "three angles in degrees such as 0,90,0"
        : type == typeof(Color) ? "red, green and blue from 0 to 1, such as 1,0.5,0"
        : type == typeof(float) || type == typeof(double) ? "a number"
        : type.IsPrimitive ? "a whole number"
        : "a value that cannot be given as text";

    static T[] Sorted<T>(FieldInfo field) where T : PropertyAttribute
    {
        var found = new List<T>(field.GetCustomAttributes<T>());
        found.Sort((a, b) => a.order.CompareTo(b.order));
        return found.ToArray();
    }

    internal static string LabelOf(string name)
    {
        name = name.StartsWith("m_", StringComparison.Ordinal) ? name[2..] : name.TrimStart('_');
        var label = "";
        for (var i = 0; i < name.Length; i++)
        {
            var letter = i == 0 ? char.ToUpperInvariant(name[i]) : name[i];
            var begins = i > 0 && (char.IsUpper(letter) && (!char.IsUpper(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]))
                || char.IsDigit(letter) && !char.IsDigit(name[i - 1]));
            label += begins ? " " + letter : letter.ToString();
        }
        return label;
    }
}
