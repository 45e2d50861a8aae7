using UnityEngine;

namespace Avatars.Unity
{
    /// <summary>Unity's left-handed numbers in the library's right-handed space, and back: the map is its own inverse.</summary>
    public static class MirroredSpace
    {
        public static System.Numerics.Vector3 Position(Vector3 v)
        {
            return new System.Numerics.Vector3(-v.x, v.y, v.z);
        }

        public static Vector3 Position(System.Numerics.Vector3 v)
        {
            return new Vector3(-v.X, v.Y, v.Z);
        }

        public static System.Numerics.Quaternion Rotation(Quaternion q)
        {
            return new System.Numerics.Quaternion(q.x, -q.y, -q.z, q.w);
        }

        public static Quaternion Rotation(System.Numerics.Quaternion q)
        {
            return new Quaternion(q.X, -q.Y, -q.Z, q.W);
        }
    }
}
