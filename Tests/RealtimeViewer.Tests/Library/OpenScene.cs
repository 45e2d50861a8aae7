using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Library;

/// <summary>A new scene of four seconds, open in an editor.</summary>
sealed class OpenScene : IDisposable
{
    public OpenScene()
    {
        Editor = new EditorSession(Playback, Folder["untitled"]);
        Editor.StartUntitled();
    }

    public TemporaryFolder Folder { get; } = new();

    public Playback Playback { get; } = new();

    public EditorSession Editor { get; }

    public PoseDocument Document => Editor.Document!;

    public string Person => Editor.Person;

    public JointTransform[] Pose()
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        Editor.ReadPose(pose);
        return pose;
    }

    public void Dispose()
    {
        Editor.Dispose();
        Folder.Dispose();
    }
}
