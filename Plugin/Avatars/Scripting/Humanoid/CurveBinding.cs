using System;
using System.Reflection;
using Avatars.Animation;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>A component whose properties clips can move.</summary>
interface IAnimatedProperties
{
    /// <returns>False for a property that it does not have.</returns>
    bool SetProperty(string property, float value);
}

/// <summary>A curve of a clip and the number that it moves.</summary>
sealed class CurveBinding(string path, Type type, string property, AnimationCurve curve)
{
    public string Path => path;

    public string Property => property;

    public AnimationCurve Curve => curve;

    /// <summary>The muscle of a humanoid curve, or -1.</summary>
    public int Muscle => path.Length == 0 && !typeof(Transform).IsAssignableFrom(type) ? Muscles.IndexOf(property) : -1;

    /// <summary>Whether it moves the body as a whole or a goal: RootT.x, LeftHandQ.w and their like.</summary>
    public bool IsBody => path.Length == 0 && property.Length > 3 && property[^2] == '.' && property[^3] is 'T' or 'Q'
        && property[..^3] is "Root" or "Motion" or "LeftFoot" or "RightFoot" or "LeftHand" or "RightHand";

    public bool Is(string otherPath, Type otherType, string otherProperty) => path == otherPath && type == otherType && property == otherProperty;

    /// <summary>Sets the number on an object; a path or property that is not there is skipped.</summary>
    public void Apply(Transform root, float value)
    {
        if (root.Find(path) is not { } target)
            return;
        if (type == typeof(GameObject))
        {
            if (property is "m_IsActive")
                target.gameObject.SetActive(value > 0.5f);
            return;
        }
        if (type == typeof(Transform))
        {
            Apply(target, property.StartsWith("m_Local", StringComparison.Ordinal) ? "local" + property[7..] : property, value);
            return;
        }
        if (target.gameObject.GetComponent(type) is IAnimatedProperties owner && owner.SetProperty(property, value))
            return;
        if (target.gameObject.GetComponent(type) is { } component
            && component.GetType().GetField(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is { } field
            && field.FieldType == typeof(float))
            field.SetValue(component, value);
    }

    static void Apply(Transform target, string property, float value)
    {
        var axis = property.Length > 2 && property[^2] == '.' ? "xyzw".IndexOf(property[^1]) : -1;
        if (axis < 0)
            return;
        switch (property[..^2])
        {
            case "localPosition" when axis < 3:
                target.localPosition = With(target.localPosition, axis, value);
                break;
            case "localScale" when axis < 3:
                target.localScale = With(target.localScale, axis, value);
                break;
            case "localEulerAngles" or "localEulerAnglesRaw" or "localEulerAnglesBaked" when axis < 3:
                target.localEulerAngles = With(target.localEulerAngles, axis, value);
                break;
        }
    }

    static Vector3 With(Vector3 vector, int axis, float value)
    {
        vector[axis] = value;
        return vector;
    }

    /// <summary>Which component of the local rotation it sets, or -1.</summary>
    public int RotationAxis => type == typeof(Transform) && (property.StartsWith("localRotation.", StringComparison.Ordinal)
        || property.StartsWith("m_LocalRotation.", StringComparison.Ordinal)) ? "xyzw".IndexOf(property[^1]) : -1;
}
