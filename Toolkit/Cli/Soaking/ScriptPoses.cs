using Avatars.Animation;
using Avatars.Rig;
using Avatars.ScriptHost;

namespace Avatars.Cli.Soaking;

/// <summary>A running script as a source of poses, for times that go forward. Dispose it to unload the script.</summary>
sealed class ScriptPoses : IPoseSource, IDisposable
{
    readonly ScriptSession _session = new(StandardHumanoid.Map);
    float _time;

    public ScriptPoses(CompiledScript script) => _session.Load(script);

    public string Name => "script";

    public Skeleton Skeleton => StandardHumanoid.Map.Skeleton;

    public float Length => float.PositiveInfinity;

    public float FrameRate => 60;

    public Pose MakePose() => new(Skeleton);

    public void Sample(float time, Pose pose)
    {
        if (time > _time && !_session.IsOver)
            _session.Step(time - _time);
        _time = time;
        _session.Avatar.CopyTo(pose);
    }

    public void Dispose() => _session.Dispose();
}
