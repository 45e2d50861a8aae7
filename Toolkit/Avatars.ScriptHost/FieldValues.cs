using System.Collections;
using System.Reflection;
using Avatars.Scripting;

namespace Avatars.ScriptHost;

/// <summary>The values of scripts' fields by type and name, free of the scripts' own types, so that they outlive a reload.</summary>
public sealed class FieldValues
{
    readonly Dictionary<(string Type, string Field), object?> _values = [];

    public static FieldValues Of(IEnumerable<MonoBehaviour> scripts)
    {
        var values = new FieldValues();
        foreach (var script in scripts)
            foreach (var field in InspectedField.Of(script))
                if (TryFree(field.Value, out var free))
                    values._values[(script.GetType().FullName!, field.Name)] = free;
        return values;
    }

    /// <summary>Sets the fields that are still there and still of a fitting type.</summary>
    public void Restore(MonoBehaviour script)
    {
        foreach (var field in InspectedField.Of(script))
            if (_values.TryGetValue((script.GetType().FullName!, field.Name), out var free) && TryBind(free, field.Type, out var value))
                field.Restore(value);
    }

    /// <summary>A value in types that the scripts do not own.</summary>
    static bool TryFree(object? value, out object? free)
    {
        free = value;
        if (value is null)
            return false; // the new script's own initial value counts
        var type = value.GetType();
        if (value is Avatars.Scripting.Object)
            return false; // of the scene that ends
        if (type.IsEnum)
            free = new EnumName(value.ToString()!);
        else if (value is IList list)
        {
            var items = new List<object?>();
            foreach (var item in list)
            {
                if (!TryFree(item, out var one))
                    return false;
                items.Add(one);
            }
            free = new Items(items);
        }
        else if (type.Assembly.IsCollectible)
        {
            var members = new Dictionary<string, object?>();
            foreach (var member in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                if (TryFree(member.GetValue(value), out var one))
                    members[member.Name] = one;
            free = new Members(members);
        }
        return true;
    }

    static bool TryBind(object? free, Type type, out object? value)
    {
        value = free;
        switch (free)
        {
            case EnumName name:
                return type.IsEnum && Enum.TryParse(type, name.Name, out value);
            case Items { List: var items }:
                var element = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[0] : null;
                if (element is null)
                    return false;
                var array = Array.CreateInstance(element, items.Count);
                for (var i = 0; i < items.Count; i++)
                {
                    if (!TryBind(items[i], element, out var one))
                        return false;
                    array.SetValue(one, i);
                }
                value = type.IsArray ? array : Activator.CreateInstance(type, array);
                return true;
            case Members { ByName: var members }:
                if (type.IsAbstract || Activator.CreateInstance(type, true) is not { } made)
                    return false;
                foreach (var member in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                    if (members.TryGetValue(member.Name, out var inner) && TryBind(inner, member.FieldType, out var one))
                        member.SetValue(made, one);
                value = made;
                return true;
            default:
                return type.IsInstanceOfType(free);
        }
    }

    sealed record EnumName(string Name);

    sealed record Items(List<object?> List);

    sealed record Members(Dictionary<string, object?> ByName);
}
