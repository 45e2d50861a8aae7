using System.IO;
using UnityEditor.AssetImporters;
using UnityEngine;

namespace Avatars.Unity.Editor
{
    /// <summary>.person files as assets: their bytes in base 64. (.avatar.json files are text assets without an importer.)</summary>
    [ScriptedImporter(1, new[] { "person" })]
    sealed class PersonFileImporter : ScriptedImporter
    {
        public override void OnImportAsset(AssetImportContext context)
        {
            var asset = new TextAsset(System.Convert.ToBase64String(File.ReadAllBytes(context.assetPath)));
            context.AddObjectToAsset("content", asset);
            context.SetMainObject(asset);
        }
    }
}
