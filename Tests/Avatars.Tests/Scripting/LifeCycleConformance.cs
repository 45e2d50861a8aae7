using Avatars.Scripting;
using Object = Avatars.Scripting.Object;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's life cycle: numbered behaviours I1 to I17.</summary>
[Category("Conformance")]
public sealed class LifeCycleConformance
{
    TestScene _scene = null!;

    [SetUp] public void Begin() => _scene = new TestScene();

    [TearDown] public void End() => _scene.Dispose();

    [Test] public void I1_The_order_for_one_object()
    {
        var cycle = _scene.Add<Cycle>();
        _scene.Frames(2);
        _scene.Run(() => Object.DestroyImmediate(cycle.gameObject));
        Assert.That(_scene.Notes, Is.EqualTo(new[]
        {
            "Awake", "OnEnable", "Start", "FixedUpdate", "Update", "LateUpdate", "FixedUpdate", "Update", "LateUpdate", "OnDisable", "OnDestroy",
        }));
    }

    Cycle AddTo(bool isActive, bool isEnabled = true) => _scene.Run(() =>
    {
        NotingBehaviour.Target = _scene.Notes;
        Cycle added = null!;
        _scene.Scene.Load(() =>
        {
            var owner = new GameObject("object");
            owner.SetActive(isActive);
            added = owner.AddComponent<Cycle>();
            added.enabled = isEnabled;
        });
        return added;
    });

    [Test] public void I2_Awake_runs_disabled_but_waits_for_activity()
    {
        AddTo(isActive: true, isEnabled: false);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake" }));
        _scene.Notes.Clear();
        var inactive = AddTo(isActive: false);
        Assert.That(_scene.Notes, Is.Empty);
        _scene.Run(() => inactive.gameObject.SetActive(true));
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake", "OnEnable" }));
    }

    [Test] public void I3_A_disabled_component_starts_when_it_is_enabled()
    {
        var cycle = AddTo(isActive: true, isEnabled: false);
        _scene.Frames(2);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake" }));
        _scene.Run(() => cycle.enabled = true);
        _scene.Frames(1, 0);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake", "OnEnable", "Start", "Update", "LateUpdate" }));
    }

    sealed class Named : NotingBehaviour
    {
        void Awake() => Note($"Awake {name}");

        void OnEnable() => Note($"OnEnable {name}");

        void Start() => Note($"Start {name}");
    }

    [Test] public void I4_All_of_a_loaded_scene_wakes_before_any_starts()
    {
        _scene.Scene.Load(() =>
        {
            NotingBehaviour.Target = _scene.Notes;
            new GameObject("a").AddComponent<Named>();
            new GameObject("b").AddComponent<Named>();
        });
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake a", "OnEnable a", "Awake b", "OnEnable b", "Start a", "Start b" }));
    }

    [Test] public void I5_Start_runs_once()
    {
        var cycle = _scene.Add<Cycle>();
        _scene.Frames(1);
        _scene.Run(() => (cycle.enabled, cycle.enabled) = (false, true));
        _scene.Frames(2);
        Assert.That(_scene.Notes.Count(note => note == "Start"), Is.EqualTo(1));
        Assert.That(_scene.Notes.IndexOf("Start"), Is.LessThan(_scene.Notes.IndexOf("FixedUpdate")));
    }

    [Test] public void I6_AddComponent_wakes_at_once_and_starts_later() => _scene.Run(() =>
    {
        NotingBehaviour.Target = _scene.Notes;
        new GameObject().AddComponent<Cycle>();
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake", "OnEnable" }));
    });

    [Test] public void I7_Enabling_calls_at_once_and_only_on_a_change()
    {
        var cycle = _scene.Add<Cycle>();
        _scene.Notes.Clear();
        _scene.Run(() =>
        {
            cycle.enabled = true;
            cycle.enabled = false;
            cycle.enabled = false;
            cycle.enabled = true;
            cycle.gameObject.SetActive(false);
            cycle.gameObject.SetActive(true);
        });
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "OnDisable", "OnEnable", "OnDisable", "OnEnable" }));
    }

    sealed class Callable : NotingBehaviour
    {
        void Update() => Note("Update");

        public void Call() => Note("called");
    }

    [Test] public void I8_A_disabled_component_can_still_be_called()
    {
        var callable = _scene.Add<Callable>();
        callable.enabled = false;
        _scene.Frames(2);
        _scene.Run(callable.Call);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "called" }));
    }

    sealed class Whole : NotingBehaviour
    {
        void Start()
        {
            StartCoroutine(Each("null", () => null));
            StartCoroutine(Each("fixed wait", () => new WaitForFixedUpdate()));
            StartCoroutine(Each("end", () => new WaitForEndOfFrame()));
        }

        System.Collections.IEnumerator Each(string what, Func<object?> wait)
        {
            while (true)
            {
                yield return wait();
                Note(what);
            }
        }

        void FixedUpdate() => Note("FixedUpdate");

        void Update() => Note("Update");

        void OnAnimatorMove() => Note("OnAnimatorMove");

        void OnAnimatorIK(int layer) => Note($"OnAnimatorIK {layer}");

        void LateUpdate() => Note("LateUpdate");
    }

    [Test] public void I9_The_order_of_a_frame()
    {
        var avatar = _scene.AddAvatar();
        _scene.Run(() =>
        {
            NotingBehaviour.Target = _scene.Notes;
            avatar.gameObject.AddComponent<Whole>();
        });
        _scene.Scene.Drawing += () => _scene.Notes.Add("drawing");
        _scene.Frames(1);
        _scene.Notes.Clear();
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[]
        {
            "FixedUpdate", "fixed wait", "Update", "null", "OnAnimatorMove", "OnAnimatorIK 0", "LateUpdate", "drawing", "end",
        }));
    }

    [Test] public void I10_OnDestroy_only_after_Awake_and_after_OnDisable()
    {
        var inactive = AddTo(isActive: false);
        _scene.Run(() => Object.DestroyImmediate(inactive.gameObject));
        Assert.That(_scene.Notes, Is.Empty);
        var active = AddTo(isActive: true);
        _scene.Run(() => Object.DestroyImmediate(active));
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake", "OnEnable", "OnDisable", "OnDestroy" }));
    }

    [Test] public void I11_Destroy_waits_for_the_end_of_the_frame()
    {
        var cycle = _scene.Add<Cycle>();
        _scene.Run(() => Object.Destroy(cycle));
        Assert.That(cycle == null, Is.False);
        _scene.Frames(1);
        Assert.That(cycle == null, Is.True);
        Assert.That(_scene.Notes, Does.Contain("LateUpdate"));
        var second = _scene.Add<Cycle>();
        _scene.Run(() => Object.DestroyImmediate(second));
        Assert.That(second == null, Is.True);
    }

    [Test] public void I12_A_destroyed_object_equals_null_but_not_for_the_language()
    {
        Cycle? cycle = _scene.Add<Cycle>();
        _scene.Run(() => Object.DestroyImmediate(cycle));
        Assert.That(cycle == null, Is.True);
        Assert.That((bool)(Object?)cycle, Is.False);
        Assert.That(cycle is null, Is.False);
        Assert.That(cycle?.GetInstanceID(), Is.Not.Null);
    }

    [DefaultExecutionOrder(10)] sealed class Late : NotingBehaviour
    {
        void Awake() => Note("Awake late");

        void OnEnable() => Note("OnEnable late");

        void Update() => Note("Update late");
    }

    [DefaultExecutionOrder(-10)] sealed class Early : NotingBehaviour
    {
        void Awake() => Note("Awake early");

        void OnEnable() => Note("OnEnable early");

        void Update() => Note("Update early");
    }

    [Test] public void I13_Lower_execution_orders_come_first()
    {
        _scene.Scene.Load(() =>
        {
            NotingBehaviour.Target = _scene.Notes;
            new GameObject().AddComponent<Late>();
            new GameObject().AddComponent<Early>();
        });
        _scene.Frames(1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "Awake early", "OnEnable early", "Awake late", "OnEnable late", "Update early", "Update late" }));
    }

    sealed class Failing : NotingBehaviour
    {
        void Update()
        {
            Note("failing");
            throw new InvalidOperationException("on purpose");
        }
    }

    [Test] public void I14_An_exception_is_logged_and_stops_nothing_else()
    {
        _scene.Add<Failing>();
        _scene.Add<Callable>();
        _scene.Frames(2);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "failing", "Update", "failing", "Update" }));
        Assert.That(_scene.Log.Select(entry => (entry.Type, entry.Message)),
            Is.EqualTo(Enumerable.Repeat((LogType.Exception, "InvalidOperationException: on purpose"), 2)));
    }

    [Test] public void A_scene_may_switch_off_what_fails()
    {
        using var scene = new TestScene(new ScriptScene { DisablesFailing = true });
        scene.Add<Failing>();
        scene.Add<Callable>();
        scene.Frames(3);
        Assert.That(scene.Notes, Is.EqualTo(new[] { "failing", "Update", "Update", "Update" }));
    }

    sealed class FailingAwake : NotingBehaviour
    {
        void Awake() => throw new InvalidOperationException("on purpose");

        void OnEnable() => Note("OnEnable");

        void Update() => Note("Update");
    }

    [Test] public void I15_An_exception_in_Awake_disables_the_component()
    {
        var failing = _scene.Add<FailingAwake>();
        _scene.Frames(2);
        Assert.That(failing.enabled, Is.False);
        Assert.That(_scene.Notes, Is.Empty);
    }

    [Test] public void I16_What_has_happened_can_be_asked_and_destruction_cancels()
    {
        var cycle = _scene.Add<Cycle>();
        Assert.That((cycle.didAwake, cycle.didStart), Is.EqualTo((true, false)));
        _scene.Frames(1);
        Assert.That(cycle.didStart, Is.True);
        var token = cycle.destroyCancellationToken;
        Assert.That(token.IsCancellationRequested, Is.False);
        _scene.Run(() => Object.DestroyImmediate(cycle));
        Assert.That(token.IsCancellationRequested, Is.True);
    }

    sealed class Invoked : NotingBehaviour
    {
        void Once() => Note($"once {Time.time:F2}");

        void Often() => Note($"often {Time.time:F2}");
    }

    [Test] public void I17_Methods_are_invoked_by_name()
    {
        var invoked = _scene.Add<Invoked>();
        _scene.Run(() =>
        {
            invoked.Invoke("Once", 0.1f);
            invoked.InvokeRepeating("Often", 0.1f, 0.2f);
            Assert.That(invoked.IsInvoking("Once") && invoked.IsInvoking(), Is.True);
            Assert.That(() => invoked.InvokeRepeating("Often", 0, 1e-5f), Throws.TypeOf<UnityException>());
        });
        _scene.Frames(6, 0.1);
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "once 0.10", "often 0.10", "often 0.30", "often 0.50" }));
        _scene.Run(() => invoked.CancelInvoke("Often"));
        _scene.Frames(5, 0.1);
        Assert.That(_scene.Notes, Has.Count.EqualTo(4));
        Assert.That(invoked.IsInvoking(), Is.False);
    }

    sealed class Awaiting : NotingBehaviour
    {
        async void Start()
        {
            Note("before");
            await Task.Run(() => Thread.Sleep(5));
            Note($"after on {(ScriptScene.Current is null ? "a foreign" : "the scene's")} thread");
            throw new InvalidOperationException("after await");
        }
    }

    [Test] public void After_an_await_a_script_is_back_on_the_scenes_thread_and_failures_are_logged()
    {
        _scene.Add<Awaiting>();
        for (var i = 0; i < 500 && _scene.Log.Count == 0; i++)
        {
            _scene.Frames(1);
            Thread.Sleep(2);
        }
        Assert.That(_scene.Notes, Is.EqualTo(new[] { "before", "after on the scene's thread" }));
        Assert.That(_scene.Log.Single().Message, Does.Contain("after await"));
    }

    [Test] public void A_component_made_with_new_says_how_to_add_it() => _scene.Run(() =>
        Assert.That(() => new Cycle2().gameObject, Throws.InvalidOperationException.With.Message.Contains("AddComponent")));

    sealed class Cycle2 : MonoBehaviour;
}
