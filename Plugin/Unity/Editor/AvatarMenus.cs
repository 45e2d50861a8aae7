using UnityEditor;
using UnityEngine;

namespace Avatars.Unity.Editor
{
    /// <summary>GameObject &gt; Avatar: objects that are ready to use.</summary>
    static class AvatarMenus
    {
        [MenuItem("GameObject/Avatar/From Animator", false, 10)]
        static void FromAnimator(MenuCommand command)
        {
            Make("Avatar", command).AddComponent<AvatarFromAnimator>();
        }

        [MenuItem("GameObject/Avatar/Scripted", false, 11)]
        static void Scripted(MenuCommand command)
        {
            Make("Scripted Avatar", command).AddComponent<AvatarScriptHost>();
        }

        static GameObject Make(string name, MenuCommand command)
        {
            var made = GameObject.CreatePrimitive(PrimitiveType.Quad);
            made.name = name;
            GameObjectUtility.SetParentAndAlign(made, command.context as GameObject);
            Undo.RegisterCreatedObjectUndo(made, "Create " + name);
            Selection.activeObject = made;
            return made;
        }
    }
}
