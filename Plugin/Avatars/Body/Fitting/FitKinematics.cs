using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>Where the joints of a <see cref="FitState"/> are, and how they move with the shape.</summary>
sealed class FitKinematics
{
    readonly BodyJoints _joints;

    public FitKinematics(BodyModel model)
    {
        _joints = model.Joints;
        Rest = new Vector3[_joints.Count];
        Places = new Vector3[_joints.Count];
        Rotations = new Quaternion[_joints.Count];
        ShapeMoves = new Vector3[model.Shapes.Count * _joints.Count];
        Axes = new Matrix4x4[_joints.Count];
    }

    public int Count => _joints.Count;

    public int[] Parents => _joints.Parents;

    /// <summary>At rest, hips at the origin.</summary>
    public Vector3[] Rest { get; }

    /// <summary>Camera space.</summary>
    public Vector3[] Places { get; }

    /// <summary>From the rest frame to camera space.</summary>
    public Quaternion[] Rotations { get; }

    /// <summary>The same as row-vector matrices.</summary>
    public Matrix4x4[] Axes { get; }

    /// <summary>[shape * Count + joint]: how far a joint moves in camera space for a coefficient of 1.</summary>
    public Vector3[] ShapeMoves { get; }

    public void Update(FitState state)
    {
        _joints.Rest(state.Shape, Rest);
        for (var i = 0; i < Rest.Length; i++)
        {
            var parent = _joints.Parents[i];
            Rotations[i] = parent < 0 ? state.Local[i] : Rotations[parent] * state.Local[i];
            Places[i] = parent < 0 ? state.Hips : Places[parent] + Vector3.Transform(Rest[i] - Rest[parent], Rotations[parent]);
            Axes[i] = Matrix4x4.CreateFromQuaternion(Rotations[i]);
        }
        for (var k = 0; k < state.Shape.Length; k++)
        {
            var direction = _joints.Direction(k);
            var at = k * Count;
            for (var i = 0; i < Count; i++)
            {
                var parent = _joints.Parents[i];
                ShapeMoves[at + i] = parent < 0 ? Vector3.Zero
                    : ShapeMoves[at + parent] + Vector3.TransformNormal(direction[i] - direction[parent], Axes[parent]);
            }
        }
    }
}
