using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>One degree of freedom of a humanoid, as Unity's HumanTrait lists it.</summary>
/// <param name="Name">As in Unity, for example <c>Left Arm Down-Up</c>; the second word of the pair is the positive direction.</param>
/// <param name="Bone">The bone that it rotates.</param>
/// <param name="Dof">0 twist about the bone (X), 1 sideways (Y), 2 the main bend (Z).</param>
/// <param name="MinimumDegrees">Angle at the value -1; negative.</param>
/// <param name="MaximumDegrees">Angle at the value 1.</param>
/// <param name="TPoseDegrees">Angle in the T pose. The value 0 is Unity's neutral pose with half-bent limbs.</param>
public readonly record struct Muscle(string Name, HumanBodyBones Bone, int Dof, float MinimumDegrees, float MaximumDegrees, float TPoseDegrees)
{
    /// <summary>The angle of a value; values beyond -1 and 1 extrapolate.</summary>
    public float ToDegrees(float value) => value >= 0 ? value * MaximumDegrees : -value * MinimumDegrees;

    /// <summary>The value of an angle.</summary>
    public float ToValue(float degrees) => degrees >= 0 ? degrees / MaximumDegrees : -degrees / MinimumDegrees;
}
