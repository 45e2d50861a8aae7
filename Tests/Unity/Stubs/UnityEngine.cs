using System;

namespace UnityEngine
{
    public class Object
    {
        public string name { get; set; }
        public static void Destroy(Object obj) { throw null; }
        public static bool operator ==(Object x, Object y) { throw null; }
        public static bool operator !=(Object x, Object y) { throw null; }
    }

    public class Component : Object
    {
        public GameObject gameObject { get { throw null; } }
        public Transform transform { get { throw null; } }
        public T GetComponent<T>() { throw null; }
    }

    public class Behaviour : Component
    {
        public bool enabled { get; set; }
    }

    public class MonoBehaviour : Behaviour { }

    public sealed class GameObject : Object
    {
        public T AddComponent<T>() where T : Component { throw null; }
        public static GameObject CreatePrimitive(PrimitiveType type) { throw null; }
    }

    public enum PrimitiveType { Sphere, Capsule, Cylinder, Cube, Plane, Quad }

    public class Transform : Component
    {
        public Vector3 position { get; set; }
    }

    public struct Vector3
    {
        public float x, y, z;
        public Vector3(float x, float y, float z) { this.x = x; this.y = y; this.z = z; }
        public static Vector3 operator +(Vector3 a, Vector3 b) { throw null; }
    }

    public struct Quaternion
    {
        public float x, y, z, w;
        public Quaternion(float x, float y, float z, float w) { this.x = x; this.y = y; this.z = z; this.w = w; }
    }

    public struct Color
    {
        public Color(float r, float g, float b) { throw null; }
    }

    public struct Color32
    {
        public byte r, g, b, a;
    }

    public class Texture : Object
    {
        public virtual int width { get { throw null; } }
        public virtual int height { get { throw null; } }
        public virtual bool isReadable { get { throw null; } }
    }

    public enum TextureFormat { Alpha8 = 1, RGB24 = 3, RGBA32 = 4 }

    public sealed class Texture2D : Texture
    {
        public Texture2D(int width, int height, TextureFormat textureFormat, bool mipChain) { }
        public Color32[] GetPixels32() { throw null; }
        public void LoadRawTextureData(byte[] data) { }
        public void Apply(bool updateMipmaps) { }
    }

    public class Material : Object
    {
        public Texture mainTexture { get; set; }
        public void SetTexture(string name, Texture value) { }
    }

    public class Renderer : Component
    {
        public Material material { get; set; }
    }

    public class TextAsset : Object
    {
        public TextAsset(string text) { }
    }

    public sealed class Avatar : Object { }

    public sealed class Animator : Behaviour
    {
        public Avatar avatar { get; set; }
        public bool isHuman { get { throw null; } }
    }

    public struct HumanPose
    {
        public Vector3 bodyPosition;
        public Quaternion bodyRotation;
        public float[] muscles;
    }

    public sealed class HumanPoseHandler : IDisposable
    {
        public HumanPoseHandler(Avatar avatar, Transform root) { }
        public void GetHumanPose(ref HumanPose humanPose) { }
        public void Dispose() { }
    }

    public static class Debug
    {
        public static void Log(object message, Object context) { }
        public static void LogWarning(object message, Object context) { }
        public static void LogError(object message, Object context) { }
        public static void LogException(Exception exception, Object context) { }
    }

    public static class Time
    {
        public static float deltaTime { get { throw null; } }
    }

    public static class Application
    {
        public static string streamingAssetsPath { get { throw null; } }
        public static bool isPlaying { get { throw null; } }
    }

    public static class Gizmos
    {
        public static Color color { get; set; }
        public static void DrawWireCube(Vector3 center, Vector3 size) { }
    }

    public static class GUILayout
    {
        public static void Label(Texture image, params GUILayoutOption[] options) { }
    }

    public sealed class GUILayoutOption { }

    public abstract class PropertyAttribute : Attribute { }

    [AttributeUsage(AttributeTargets.Field)] public sealed class SerializeField : Attribute { }

    [AttributeUsage(AttributeTargets.Field)] public sealed class RangeAttribute : PropertyAttribute { public RangeAttribute(float min, float max) { } }

    [AttributeUsage(AttributeTargets.Field)] public class TooltipAttribute : PropertyAttribute { public TooltipAttribute(string tooltip) { } }

    [AttributeUsage(AttributeTargets.Class, Inherited = false)] public sealed class DisallowMultipleComponent : Attribute { }

    public sealed class AddComponentMenu : Attribute { public AddComponentMenu(string menuName) { } }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class RequireComponent : Attribute { public RequireComponent(Type requiredComponent) { } }
}
