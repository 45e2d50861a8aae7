using System;
using UnityEngine;

namespace UnityEditor
{
    public sealed class MenuCommand
    {
        public UnityEngine.Object context;
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public sealed class MenuItem : Attribute
    {
        public MenuItem(string itemName, bool isValidateFunction, int priority) { }
    }

    public sealed class CustomEditor : Attribute
    {
        public CustomEditor(Type inspectedType) { }
    }

    public class Editor : UnityEngine.Object
    {
        public UnityEngine.Object target { get; set; }
        public SerializedObject serializedObject { get { throw null; } }
        public virtual void OnInspectorGUI() { }
        public virtual bool RequiresConstantRepaint() { throw null; }
        public bool DrawDefaultInspector() { throw null; }
    }

    public class SerializedObject
    {
        public SerializedProperty FindProperty(string propertyPath) { throw null; }
    }

    public class SerializedProperty
    {
        public UnityEngine.Object objectReferenceValue { get; set; }
    }

    public enum MessageType { None, Info, Warning, Error }

    public sealed class EditorGUILayout
    {
        public static void HelpBox(string message, MessageType type) { }
    }

    public static class GameObjectUtility
    {
        public static void SetParentAndAlign(GameObject child, GameObject parent) { }
    }

    public class Undo
    {
        public static void RegisterCreatedObjectUndo(UnityEngine.Object objectToUndo, string name) { }
    }

    public sealed class Selection
    {
        public static UnityEngine.Object activeObject { get; set; }
    }
}

namespace UnityEditor.AssetImporters
{
    public class ScriptedImporterAttribute : Attribute
    {
        public ScriptedImporterAttribute(int version, string[] exts) { }
    }

    public abstract class ScriptedImporter : UnityEngine.Object
    {
        public abstract void OnImportAsset(AssetImportContext ctx);
    }

    public class AssetImportContext
    {
        public string assetPath { get { throw null; } }
        public void AddObjectToAsset(string identifier, UnityEngine.Object obj) { }
        public void SetMainObject(UnityEngine.Object obj) { }
    }
}
