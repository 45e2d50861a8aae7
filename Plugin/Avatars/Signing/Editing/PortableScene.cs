using System.Collections.Generic;
using System.Linq;
using System.Text;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>A recording as one file that needs no other.</summary>
static class PortableScene
{
    /// <param name="path">A <c>.pose</c> file or a scene.</param>
    /// <returns>The file's bytes; of a scene that plays clips one with keys in their place.</returns>
    public static byte[] Read(string path)
    {
        if (!SceneFile.IsScene(path))
            return WholeFile.Read(path, PoseFile.MaximumBytes);
        var scene = SceneFile.Read(path);
        if (!scene.All<ClipItem>().Any())
            return WholeFile.Read(path, SceneFile.MaximumBytes);
        var motion = new ScenePoseSource(scene, null, new SceneFolder(path));
        var items = new List<SceneItem>
        {
            scene.Settings with { Background = "", BackgroundHash = "", Seconds = motion.Length },
            new PersonItem(motion.Person.Person, motion.Person.Name, [], default, motion.Person.Shape),
        };
        items.AddRange(GlossKeys.Of(motion.ToClip(), motion.Person.Person));
        return Encoding.UTF8.GetBytes(SceneFile.ToText(new PoseDocument(items)));
    }
}
