using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scripting;
using AnimationClip = Avatars.Scripting.AnimationClip;

namespace Avatars.Tests.Scripting;

/// <content>States, time, parameters and root motion: E20 to E30.</content>
public sealed partial class AnimatorConformance
{
    [Test] public void E20_Update_modes() => Assert.That(Enum.GetValues<AnimatorUpdateMode>().Select(mode => (int)mode), Is.EqualTo(new[] { 0, 1, 2 }));

    [Test] public void E20_Unscaled_time_goes_on_when_time_stands()
    {
        _scene.Run(() =>
        {
            Animator.updateMode = AnimatorUpdateMode.UnscaledTime;
            Time.timeScale = 0;
            Animator.Play(Rising());
        });
        _scene.Frames(5, 0.1);
        Assert.That(Risen, Is.EqualTo(0.5f).Within(1e-4f));
    }

    [Test] public void E21_Culling_modes() => Assert.That(Enum.GetValues<AnimatorCullingMode>().Select(mode => (int)mode), Is.EqualTo(new[] { 0, 1, 2 }));

    void AddStates() => _scene.Run(() =>
    {
        Animator.AddState("Still", Rising(1, "localScale.x"));
        Animator.AddState("Rise", Rising(2));
    });

    [Test] public void E22_Play_begins_a_state_and_keeps_the_time_of_one_that_plays()
    {
        AddStates();
        _scene.Run(() => Animator.Play("Rise"));
        _scene.Frames(5, 0.1);
        Assert.That(Risen, Is.EqualTo(0.5f).Within(1e-4f));
        _scene.Run(() => Animator.Play("Rise"));
        _scene.Frames(1, 0.1);
        Assert.That(Risen, Is.EqualTo(0.6f).Within(1e-4f));
        _scene.Run(() => Animator.Play("Rise", -1, 0.5f));
        _scene.Frames(1, 0.1);
        Assert.That(Risen, Is.EqualTo(1.1f).Within(1e-4f));
        _scene.Run(() => Animator.Play("Nothing"));
        Assert.That(_scene.Log.Single().Message, Does.Contain("Nothing"));
    }

    [Test] public void E23_CrossFade_takes_shares_and_CrossFadeInFixedTime_seconds()
    {
        AddStates();
        _scene.Run(() => Animator.Play("Rise"));
        _scene.Frames(1, 0.1);
        _scene.Run(() => Animator.CrossFade("Still", 0.25f)); // of a clip of 2 s
        _scene.Frames(4, 0.1);
        Assert.That(Animator.IsInTransition(), Is.True);
        _scene.Frames(1, 0.1);
        Assert.That(Animator.IsInTransition(), Is.False);
        _scene.Run(() => Animator.CrossFadeInFixedTime("Rise", 0.25f));
        _scene.Frames(2, 0.1);
        Assert.That(Animator.IsInTransition(), Is.True);
        _scene.Frames(1, 0.1);
        Assert.That(Animator.IsInTransition(), Is.False);
    }

    [Test] public void E24_Update_evaluates_at_once_and_Rebind_goes_back()
    {
        AddStates();
        _scene.Run(() =>
        {
            Animator.Play("Rise");
            Animator.Update(0.7f);
            Assert.That(Risen, Is.EqualTo(0.7f).Within(1e-4f));
            Animator.Rebind();
            Assert.That(Risen, Is.EqualTo(StandardHumanoid.Skeleton[0].Rest.Translation.Z).Within(1e-5f));
            Animator.Update(0);
            Assert.That(Animator.GetCurrentAnimatorStateInfo().IsName("Still"), Is.True);
        });
    }

    [TestCase(2f, 1f), TestCase(0f, 0f), TestCase(-1f, 0f)]
    public void E25_Speed_multiplies_time(float speed, float risen)
    {
        _scene.Run(() =>
        {
            Animator.Play(Rising(5));
            Animator.speed = speed;
        });
        _scene.Frames(5, 0.1);
        Assert.That(Risen, Is.EqualTo(risen).Within(1e-4f));
    }

    [Test] public void E26_Parameters_have_kinds_and_missing_ones_warn() => _scene.Run(() =>
    {
        Assert.That(Enum.GetValues<AnimatorControllerParameterType>().Select(kind => (int)kind), Is.EqualTo(new[] { 1, 3, 4, 9 }));
        Animator.AddParameter("speed", AnimatorControllerParameterType.Float);
        Animator.SetFloat("speed", 2);
        Assert.That((Animator.GetFloat("speed"), Animator.GetBool("speed"), Animator.GetInteger("none")), Is.EqualTo((2f, false, 0)));
        Assert.That(_scene.Log.Select(entry => entry.Type), Is.EqualTo(new[] { LogType.Warning, LogType.Warning }));
    });

    [Test] public void E27_A_trigger_is_used_up_by_a_transition()
    {
        AddStates();
        _scene.Run(() =>
        {
            Animator.AddParameter("go", AnimatorControllerParameterType.Trigger);
            Animator.AddTransition("Still", "Rise", 0, conditions: ("go", AnimatorConditionMode.If, 0));
            Animator.AddTransition("Rise", "Still", 0, conditions: ("go", AnimatorConditionMode.If, 0));
            Animator.SetTrigger("go");
            Animator.ResetTrigger("go");
        });
        _scene.Frames(2, 0.1);
        Assert.That(Animator.GetCurrentAnimatorStateInfo().Name, Is.EqualTo("Still"));
        _scene.Run(() => Animator.SetTrigger("go"));
        _scene.Frames(3, 0.1);
        Assert.That(Animator.GetCurrentAnimatorStateInfo().Name, Is.EqualTo("Rise"));
    }

    [Test] public void E28_A_damped_parameter_moves_smoothly() => _scene.Run(() =>
    {
        Animator.AddParameter("speed", AnimatorControllerParameterType.Float);
        var last = 0f;
        for (var i = 0; i < 50; i++)
        {
            Animator.SetFloat("speed", 1, 0.2f, 0.02f);
            Assert.That(Animator.GetFloat("speed"), Is.GreaterThan(last).And.LessThan(1));
            last = Animator.GetFloat("speed");
        }
        Assert.That(last, Is.GreaterThan(0.99f));
    });

    sealed class Mover : MonoBehaviour
    {
        public Vector3 Seen { get; private set; }

        void OnAnimatorMove() => Seen += GetComponent<Animator>()!.deltaPosition;
    }

    AnimationClip Walking()
    {
        var clip = new AnimationClip { wrapMode = WrapMode.Loop };
        clip.SetCurve("", typeof(Animator), "MotionT.z", AnimationCurve.Linear(0, 0, 1, 2));
        clip.SetCurve("", typeof(Animator), "RootT.z", AnimationCurve.Linear(0, 0, 1, 2));
        return clip;
    }

    [Test] public void E29_Root_motion_moves_the_object_only_when_it_is_applied()
    {
        _scene.Run(() => Animator.Play(Walking()));
        _scene.Frames(5, 0.1);
        Assert.That(_avatar.transform.position.z, Is.Zero);
        Animator.applyRootMotion = true;
        _scene.Frames(10, 0.1);
        Assert.That(_avatar.transform.position.z, Is.EqualTo(2).Within(1e-3f), "also over the seam");
        var mover = _scene.Run(() => _avatar.gameObject.AddComponent<Mover>());
        _scene.Frames(5, 0.1);
        Assert.That(_avatar.transform.position.z, Is.EqualTo(2).Within(1e-3f), "the script decides");
        Assert.That(mover.Seen.z, Is.EqualTo(1).Within(1e-3f));
        _scene.Run(Animator.ApplyBuiltinRootMotion);
        Assert.That(_avatar.transform.position.z, Is.EqualTo(2.2f).Within(1e-3f));
    }

    [Test] public void E30_Feet_have_a_height_above_the_sole() => _scene.Run(() =>
        Assert.That(new[] { Animator.leftFeetBottomHeight, Animator.rightFeetBottomHeight }, Is.All.EqualTo(0.06f).Within(1e-3f), "0.067 - 0.007 m"));
}
