using System.Collections;
using Avatars.Scripting;
using Object = Avatars.Scripting.Object;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's coroutines: numbered behaviours J1 to J17.</summary>
[Category("Conformance")]
public sealed class CoroutineConformance
{
    TestScene _scene = null!;
    Runner _runner = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _runner = _scene.Add<Runner>();
    }

    [TearDown] public void End() => _scene.Dispose();

    sealed class Runner : NotingBehaviour
    {
        public void Say(string what) => Note(what);

        IEnumerator ByName()
        {
            while (true)
            {
                Note("named");
                yield return null;
            }
        }
    }

    Coroutine? Start(IEnumerator routine) => _scene.Run(() => _runner.StartCoroutine(routine));

    IEnumerator Each(string what, Func<object?> wait, int times = 1000)
    {
        for (var i = 0; i < times; i++)
        {
            yield return wait();
            _runner.Say(what);
        }
    }

    IEnumerator After(object? wait, string what = "after")
    {
        yield return wait;
        _runner.Say(what);
    }

    int FramesUntilNote(double seconds, int most = 200)
    {
        for (var i = 0; i < most; i++)
        {
            if (_scene.Notes.Count > 0)
                return i;
            _scene.Frames(1, seconds);
        }
        return -1;
    }

    [Test] public void J1_A_coroutine_runs_to_its_first_yield_at_once()
    {
        IEnumerator Routine()
        {
            _runner.Say("first");
            yield return null;
            _runner.Say("second");
        }
        Start(Routine());
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "first" }));
    }

    [Test] public void J2_Null_and_unknown_objects_wait_for_the_next_frame([Values(null, "text", 5)] object? wait)
    {
        Start(After(wait));
        Assert.That(FramesUntilNote(0.02), Is.EqualTo(1));
    }

    [Test] public void J3_A_coroutine_waits_for_another_and_only_one_may()
    {
        IEnumerator Waits(Coroutine? other, string what)
        {
            yield return other;
            _runner.Say(what);
        }
        var other = Start(Each("step", () => null, 2));
        Start(Waits(other, "first"));
        Start(Waits(other, "second"));
        _scene.Frames(5);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "step", "step", "first" }));
        Assert.That(_scene.Log.Single().Type, Is.EqualTo(LogType.Error));
        Start(Waits(other, "it is over"));
        Assert.That(_scene.Notes.Last(), Is.EqualTo("it is over"));
    }

    [Test] public void J4_A_yielded_enumerator_runs_nested()
    {
        IEnumerator Outer()
        {
            yield return Each("inner", () => null, 2);
            _runner.Say("outer");
        }
        Start(Outer());
        _scene.Frames(3);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "inner", "inner", "outer" }));
    }

    [Test] public void J5_Several_coroutines_may_end_in_one_frame()
    {
        for (var i = 0; i < 5; i++)
            Start(After(null, $"{i}"));
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EquivalentTo(new[] { "0", "1", "2", "3", "4" }));
    }

    [Test] public void J6_Disabling_does_not_stop_but_deactivating_does()
    {
        Start(Each("tick", () => null));
        _scene.Run(() => _runner.enabled = false);
        _scene.Frames(2);
        Assert.That(_scene.Notes, Has.Count.EqualTo(2));
        _scene.Run(() => _runner.gameObject.SetActive(false));
        _scene.Frames(2);
        _scene.Run(() => _runner.gameObject.SetActive(true));
        _scene.Frames(2);
        Assert.That(_scene.Notes, Has.Count.EqualTo(2));
        Start(Each("tick", () => null));
        _scene.Run(() => Object.DestroyImmediate(_runner));
        _scene.Frames(2);
        Assert.That(_scene.Notes, Has.Count.EqualTo(2));
    }

    [Test] public void J7_On_an_inactive_object_nothing_starts()
    {
        _scene.Run(() => _runner.gameObject.SetActive(false));
        Assert.That(Start(After(null)), Is.Null);
        Assert.That(_scene.Log.Single().Message, Does.Contain("inactive"));
    }

    [Test] public void J8_No_routine_throws() => _scene.Run(() =>
    {
        Assert.That(() => _runner.StartCoroutine((IEnumerator)null!), Throws.TypeOf<NullReferenceException>());
        Assert.That(() => _runner.StartCoroutine(""), Throws.TypeOf<NullReferenceException>());
        Assert.That(() => _runner.StopCoroutine((IEnumerator)null!), Throws.TypeOf<NullReferenceException>());
        Assert.That(() => _runner.StopCoroutine((Coroutine)null!), Throws.TypeOf<NullReferenceException>());
        Assert.That(() => _runner.StopCoroutine((string)null!), Throws.TypeOf<NullReferenceException>());
    });

    [Test] public void J9_Coroutines_are_stopped_by_themselves_their_enumerator_or_name()
    {
        var routine = Each("by enumerator", () => null);
        var coroutine = Start(Each("by coroutine", () => null));
        Start(routine);
        _scene.Run(() => _runner.StartCoroutine("ByName"));
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EquivalentTo(new[] { "named", "named", "by coroutine", "by enumerator" }));
        _scene.Notes.Clear();
        _scene.Run(() =>
        {
            _runner.StopCoroutine(coroutine!);
            _runner.StopCoroutine(routine);
            _runner.StopCoroutine("ByName");
        });
        _scene.Frames(2);
        Assert.That(_scene.Notes, Is.Empty);
    }

    [Test] public void J10_StopAllCoroutines_is_of_one_component()
    {
        var other = _scene.Add<Runner>();
        Start(Each("mine", () => null));
        _scene.Run(() => other.StartCoroutine(Each("theirs", () => null)));
        _scene.Run(() => _runner.StopAllCoroutines());
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "theirs" }));
    }

    [TestCase(0.25f, 1f, 3), TestCase(0.3f, 1f, 3), TestCase(0.25f, 0.5f, 5), TestCase(0f, 1f, 1)]
    public void J11_WaitForSeconds_counts_scaled_time(float seconds, float scale, int frames)
    {
        _scene.Run(() => Time.timeScale = scale);
        Start(After(new WaitForSeconds(seconds)));
        Assert.That(FramesUntilNote(0.1), Is.EqualTo(frames));
    }

    [Test] public void J12_WaitForSecondsRealtime_ignores_the_scale_and_can_be_used_again()
    {
        _scene.Run(() => Time.timeScale = 0);
        var wait = new WaitForSecondsRealtime(0.25f);
        Start(Each("waited", () => wait, 2));
        _scene.Frames(3, 0.1);
        Assert.That(_scene.Notes, Has.Count.EqualTo(1));
        _scene.Frames(3, 0.1);
        Assert.That(_scene.Notes, Has.Count.EqualTo(2));
    }

    [Test] public void J13_WaitUntil_and_WaitWhile_ask_once_a_frame()
    {
        var asked = 0;
        var isDone = false;
        Start(After(new WaitUntil(() => asked++ >= 0 && isDone), "until"));
        _scene.Frames(3);
        Assert.That(asked, Is.EqualTo(4), "once when it was yielded, and once a frame");
        Start(After(new WaitWhile(() => !isDone), "while"));
        isDone = true;
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "until", "while" }));
    }

    [Test] public void J14_Conditions_may_time_out()
    {
        _scene.Run(() =>
        {
            Assert.That(() => new WaitUntil(() => true, TimeSpan.Zero, () => { }), Throws.ArgumentException);
            Assert.That(() => new WaitUntil(() => true, TimeSpan.FromSeconds(1), null!), Throws.ArgumentNullException);
            Time.timeScale = 0.5f;
            _runner.StartCoroutine(After(new WaitUntil(() => false, TimeSpan.FromSeconds(0.2), () => _runner.Say("timeout")), "real"));
            _runner.StartCoroutine(After(new WaitWhile(() => true, TimeSpan.FromSeconds(0.2), () => _runner.Say("game timeout"),
                WaitTimeoutMode.InGameTime), "game"));
        });
        _scene.Frames(2, 0.1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "timeout", "real" }));
        _scene.Frames(2, 0.1);
        Assert.That(_scene.Notes.Skip(2), Is.EqualTo(new[] { "game timeout", "game" }));
    }

    sealed class ThreeFrames : CustomYieldInstruction
    {
        int _left = 3;

        public override bool keepWaiting => _left-- > 0;
    }

    [Test] public void J15_Custom_instructions_wait_while_they_say_so()
    {
        Assert.That(new ThreeFrames().Current, Is.Null);
        Assert.That(new ThreeFrames().MoveNext(), Is.True);
        Start(After(new ThreeFrames()));
        Assert.That(FramesUntilNote(0.02), Is.EqualTo(3));
    }

    [Test] public void J16_An_exception_ends_that_coroutine_and_its_waiter_never_resumes()
    {
        IEnumerator Fails()
        {
            yield return null;
            throw new InvalidOperationException("on purpose");
        }
        Start(After(Start(Fails()), "waiter"));
        Start(Each("other", () => null, 3));
        _scene.Frames(4);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "other", "other", "other" }));
        Assert.That(_scene.Log.Single().Message, Is.EqualTo("InvalidOperationException: on purpose"));
    }

    [Test] public void J17_Breaking_ends_at_once_and_stopping_runs_no_finally()
    {
        IEnumerator Breaks(bool isBroken)
        {
            try
            {
                _runner.Say("begin");
                if (isBroken)
                    yield break;
                yield return null;
                _runner.Say("not reached");
            }
            finally
            {
                _runner.Say("finally");
            }
        }
        Start(Breaks(true));
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "begin", "finally" }));
        _scene.Notes.Clear();
        var coroutine = Start(Breaks(false));
        _scene.Run(() => _runner.StopCoroutine(coroutine!));
        _scene.Frames(2);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "begin" }));
    }

    [Test] public void A_yielded_task_is_waited_for()
    {
        var source = new TaskCompletionSource();
        Start(After(source.Task));
        _scene.Frames(3);
        Assert.That(_scene.Notes, Is.Empty);
        source.SetResult();
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "after" }));
    }
}
