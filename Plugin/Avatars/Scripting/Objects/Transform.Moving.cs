namespace Avatars.Scripting;

public sealed partial class Transform
{
    /// <summary>Moves along the own axes; the scale is ignored.</summary>
    public void Translate(Vector3 translation) => Translate(translation, Space.Self);

    public void Translate(Vector3 translation, Space relativeTo) =>
        position += relativeTo == Space.World ? translation : TransformDirection(translation);

    /// <param name="relativeTo">Along its axes; null for the world's.</param>
    public void Translate(Vector3 translation, Transform? relativeTo) =>
        position += relativeTo is null ? translation : relativeTo.TransformDirection(translation);

    public void Translate(float x, float y, float z) => Translate(new Vector3(x, y, z));

    /// <summary>Degrees about Z, then X, then Y, of the own axes.</summary>
    public void Rotate(Vector3 eulers) => Rotate(eulers, Space.Self);

    public void Rotate(float xAngle, float yAngle, float zAngle) => Rotate(new Vector3(xAngle, yAngle, zAngle), Space.Self);

    public void Rotate(Vector3 eulers, Space relativeTo) => Turn(Quaternion.Euler(eulers), relativeTo);

    public void Rotate(Vector3 axis, float angle) => Rotate(axis, angle, Space.Self);

    /// <param name="angle">Degrees.</param>
    public void Rotate(Vector3 axis, float angle, Space relativeTo) => Turn(Quaternion.AngleAxis(angle, axis), relativeTo);

    /// <summary>Turns the transform about a point of the world.</summary>
    /// <param name="angle">Degrees.</param>
    public void RotateAround(Vector3 point, Vector3 axis, float angle)
    {
        var turn = Quaternion.AngleAxis(angle, axis);
        position = point + turn * (position - point);
        rotation = turn * rotation;
    }

    /// <summary>Z toward a target; a missing one does nothing.</summary>
    public void LookAt(Transform? target) => LookAt(target, Vector3.up);

    public void LookAt(Transform? target, Vector3 worldUp)
    {
        if (target is not null && target)
            LookAt(target.position, worldUp);
    }

    public void LookAt(Vector3 worldPosition) => LookAt(worldPosition, Vector3.up);

    /// <summary>Z toward a point; at the own position nothing changes.</summary>
    public void LookAt(Vector3 worldPosition, Vector3 worldUp)
    {
        var way = worldPosition - position;
        if (way.magnitude > Vector3.kEpsilon)
            rotation = Quaternion.LookRotation(way, worldUp);
    }

    void Turn(Quaternion turn, Space relativeTo)
    {
        if (relativeTo == Space.Self)
            localRotation *= turn;
        else
            rotation = turn * rotation;
    }
}
