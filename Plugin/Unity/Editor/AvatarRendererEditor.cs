using UnityEditor;
using UnityEngine;

namespace Avatars.Unity.Editor
{
    /// <summary>The renderer's fields, the live picture, and what is missing.</summary>
    [CustomEditor(typeof(AvatarRenderer))]
    sealed class AvatarRendererEditor : UnityEditor.Editor
    {
        public override void OnInspectorGUI()
        {
            DrawDefaultInspector();
            var renderer = (AvatarRenderer)target;
            var source = serializedObject.FindProperty("source").objectReferenceValue as Texture2D;
            if (source == null)
                EditorGUILayout.HelpBox("Choose a picture of the person.", MessageType.Info);
            else if (!source.isReadable)
                EditorGUILayout.HelpBox("Tick Read/Write in the picture's import settings.", MessageType.Warning);
            if (renderer.Texture != null)
                GUILayout.Label(renderer.Texture);
        }

        public override bool RequiresConstantRepaint()
        {
            return Application.isPlaying;
        }
    }
}
