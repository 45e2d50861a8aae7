using System;

namespace Avatars.Scripting;

/// <summary>Base of attributes that change how a field is shown.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = true, AllowMultiple = false)]
public abstract class PropertyAttribute : Attribute
{
    /// <summary>Lower ones are shown first.</summary>
    public int order { get; set; }
}

/// <summary>Shows and saves a field that is not public.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class SerializeField : Attribute;

/// <summary>Saves a field without showing it.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class HideInInspector : Attribute;

/// <summary>A slider. Clamps what is entered, not what code sets.</summary>
public sealed class RangeAttribute(float min, float max) : PropertyAttribute
{
    public readonly float min = min;
    public readonly float max = max;
}

/// <summary>The least that may be entered.</summary>
public sealed class MinAttribute(float min) : PropertyAttribute
{
    public readonly float min = min;
}

/// <summary>Text shown when the mouse rests on the field.</summary>
public sealed class TooltipAttribute(string tooltip) : PropertyAttribute
{
    public readonly string tooltip = tooltip;
}

/// <summary>A heading above the field.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class HeaderAttribute(string header) : PropertyAttribute
{
    public readonly string header = header;
}

/// <summary>Room above the field, pixels.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class SpaceAttribute(float height = 8) : PropertyAttribute
{
    public readonly float height = height;
}

/// <summary>Text of several lines.</summary>
public sealed class MultilineAttribute(int lines = 3) : PropertyAttribute
{
    public readonly int lines = lines;
}

/// <summary>Text in a field that grows and scrolls.</summary>
public sealed class TextAreaAttribute(int minLines = 3, int maxLines = 3) : PropertyAttribute
{
    public readonly int minLines = minLines;
    public readonly int maxLines = maxLines;
}

/// <summary>Counts on Enter or when the field is left, not with every key.</summary>
public sealed class DelayedAttribute : PropertyAttribute;

/// <summary>How a colour is edited.</summary>
public sealed class ColorUsageAttribute(bool showAlpha, bool hdr = false) : PropertyAttribute
{
    public readonly bool showAlpha = showAlpha;
    public readonly bool hdr = hdr;
}

/// <summary>The name shown for a field or an enumeration's value.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class InspectorNameAttribute(string displayName) : PropertyAttribute
{
    public readonly string displayName = displayName;
}

/// <summary>An array whose order cannot be changed.</summary>
public sealed class NonReorderableAttribute : PropertyAttribute;

/// <summary>A command in the field's menu.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class ContextMenuItemAttribute(string name, string function) : PropertyAttribute
{
    public readonly string name = name;
    public readonly string function = function;
}

/// <summary>A command in the component's menu.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContextMenu(string itemName) : Attribute
{
    public readonly string menuItem = itemName;
}

/// <summary>Components that are added with this one.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequireComponentAttribute(Type requiredComponent, Type? requiredComponent2 = null, Type? requiredComponent3 = null) : Attribute
{
    internal Type[] Types { get; } = Array.FindAll([requiredComponent, requiredComponent2, requiredComponent3], type => type is not null)!;
}

/// <summary>One of this component on an object at most.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DisallowMultipleComponentAttribute : Attribute;

/// <summary>Where the component stands in the menu.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AddComponentMenuAttribute(string menuName, int order = 0) : Attribute
{
    public string componentMenu { get; } = menuName;

    public int componentOrder { get; } = order;
}

/// <summary>Runs in edit mode too; scenes here always run.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExecuteAlwaysAttribute : Attribute;

/// <summary>Lower numbers come first, for every callback. 0 where it is not given.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DefaultExecutionOrderAttribute(int order) : Attribute
{
    public int order { get; } = order;
}
