using System.Reflection;
using System.Runtime.CompilerServices;

namespace Avatars.Tests.Bindings;

/// <summary>
/// Writes every public member of an assembly as one line, <c>Namespace.Type: signature</c>, in the words of C#. Left out, because
/// metadata and published listings say them in many ways: nullable references, default values, constraints and modifiers but static.
/// </summary>
static class MemberFormat
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    static readonly Dictionary<string, string> Operators = new() { ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_Addition"] = "+",
        ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/" };

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Of).Order(StringComparer.Ordinal);

    static IEnumerable<string> Of(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{type.Namespace}.{outer.Name}.{Name(type)}" : $"{type.Namespace}.{Name(type)}";
        yield return $"{name}: {Kind(type)}";
        var members = type.IsEnum ? Enum.GetNames(type).Select(member => $"{member} = {Convert.ToInt64(Enum.Parse(type, member), null)}")
            : typeof(Delegate).IsAssignableFrom(type) ? []
            : Members(type);
        foreach (var member in members)
            yield return $"{name}: {member}";
    }

    static IEnumerable<string> Members(Type type) =>
        type.GetConstructors(Declared).Where(made => !IsImplicit(made)).Select(made => $"{type.Name.Split('`')[0]}({Parameters(made)})")
            .Concat(type.GetFields(Declared).Select(field => $"{Static(field.IsStatic)}{Name(field.FieldType)} {field.Name}"))
            .Concat(type.GetProperties(Declared).Select(Property))
            .Concat(type.GetEvents(Declared).Select(happening => $"event {Name(happening.EventHandlerType!)} {happening.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => !method.IsSpecialName || Operators.ContainsKey(method.Name)).Select(Method));

    static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : "class";

    static string Property(PropertyInfo property)
    {
        var accessors = (property.GetMethod?.IsPublic == true ? "get; " : "") + (property.SetMethod?.IsPublic == true ? "set; " : "");
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        return $"{Static(property.GetAccessors().Any(accessor => accessor.IsStatic))}{Name(property.PropertyType)} {name} {{ {accessors}}}";
    }

    static string Method(MethodInfo method)
    {
        var name = Operators.TryGetValue(method.Name, out var sign) ? $"operator {sign}" : method.Name;
        if (method.IsGenericMethod)
            name += $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>";
        var extends = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return $"{Static(method.IsStatic)}{Name(method.ReturnType)} {name}({extends}{Parameters(method)})";
    }

    /// <summary>The constructor that the compiler gives to a class without any.</summary>
    static bool IsImplicit(ConstructorInfo made) => made.GetParameters().Length == 0 && !made.DeclaringType!.IsValueType;

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    static string Parameter(ParameterInfo parameter)
    {
        var direction = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn
            || parameter.IsDefined(typeof(RequiresLocationAttribute), false) ? "in " : "ref ";
        return $"{direction}{Name(parameter.ParameterType)} {parameter.Name}";
    }

    static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    static string Static(bool isStatic) => isStatic ? "static " : "";
}
