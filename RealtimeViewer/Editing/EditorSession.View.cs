using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Editing;

/// <summary>How the rig is handled: pins, limits, what is hidden. Not part of the document.</summary>
sealed partial class EditorSession
{
    readonly HashSet<HumanBodyBones> _hidden = [];

    /// <summary>Hands and feet that stay where they are while something else moves.</summary>
    public BodyPins Pins { get; set; } = BodyPins.Feet;

    /// <summary>Whether joints keep to human limits.</summary>
    public bool IsLimited { get; set; } = true;

    /// <summary>Whether hands and fingers touch the body instead of sinking in.</summary>
    public bool IsSolid { get; set; } = true;

    /// <summary>Whether anything is hidden.</summary>
    public bool HasHidden => _hidden.Count > 0;

    /// <summary>Whether a joint has no handle, so that it cannot be grabbed by mistake.</summary>
    public bool IsHidden(HumanBodyBones bone) => _hidden.Contains(bone);

    public void SetHidden(HumanBodyBones bone, bool isHidden)
    {
        if (isHidden)
            _hidden.Add(bone);
        else
            _hidden.Remove(bone);
    }

    public void HideSelected()
    {
        foreach (var bone in SelectedBones)
            _hidden.Add(bone);
    }

    public void ShowAll() => _hidden.Clear();

    /// <summary>The pin of a hand or foot; none for other joints.</summary>
    public static BodyPins PinOf(HumanBodyBones bone) => bone switch
    {
        HumanBodyBones.LeftFoot => BodyPins.LeftFoot,
        HumanBodyBones.RightFoot => BodyPins.RightFoot,
        HumanBodyBones.LeftHand => BodyPins.LeftHand,
        HumanBodyBones.RightHand => BodyPins.RightHand,
        _ => BodyPins.None,
    };

    public bool IsPinned(HumanBodyBones bone) => (Pins & PinOf(bone)) != 0;

    /// <summary>Pins the selected hands and feet, or lets them go where all are pinned.</summary>
    public void TogglePins()
    {
        var chosen = BodyPins.None;
        foreach (var bone in SelectedBones)
            chosen |= PinOf(bone);
        Pins = (Pins & chosen) == chosen ? Pins & ~chosen : Pins | chosen;
    }
}
