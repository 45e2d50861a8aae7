using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>
/// A sentence of poses: <c>Pose().Reach(Hand.Right, point).In(0.4f).Then().Hold(1)</c>. What follows <see cref="Then"/> begins when all before it has
/// ended, what follows <see cref="And"/> together with the step before. The pose at a time depends on the time alone. Await it, yield its
/// <see cref="Wait"/>, or let it run.
/// </summary>
public sealed class PoseSequence
{
    readonly ScriptedAvatar _avatar;
    readonly List<PoseStep> _steps = [];
    readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    float _from; // where the next step begins, seconds
    float _repeats = 1;
    double _elapsed;
    int _run; // runs completed
    bool _isBegun;

    internal PoseSequence(ScriptedAvatar avatar) => _avatar = avatar;

    /// <summary>Seconds of one run.</summary>
    public float Duration
    {
        get
        {
            var end = 0f;
            foreach (var step in _steps)
                end = Mathf.Max(end, step.Start + step.Seconds);
            return end;
        }
    }

    public bool IsPlaying => !_ended.Task.IsCompleted;

    /// <summary>Completed when the sequence has ended; cancelled when it was stopped.</summary>
    public Task Ended => _ended.Task;

    /// <summary>For coroutines: <c>yield return sequence.Wait</c>.</summary>
    public WaitWhile Wait => new(() => IsPlaying);

    /// <summary>Moves a hand to a point.</summary>
    /// <param name="point">World space of Unity.</param>
    public PoseSequence Reach(Hand hand, Vector3 point) => Add(new ReachStep(hand, () => point));

    /// <summary>Moves a hand to something that moves.</summary>
    public PoseSequence Reach(Hand hand, Transform target) => Add(new ReachStep(hand, () => target.position));

    /// <summary>Turns a hand while it reaches.</summary>
    /// <param name="rotation">World space: Z along the fingers, Y out of the back of the hand.</param>
    public PoseSequence Palm(Hand hand, Quaternion rotation) => Add(new PalmStep(hand, rotation));

    /// <summary>Moves a hand to a point of the own body, such as the chin.</summary>
    /// <param name="offset">From the bone, in the person's axes: +X right, +Y up, +Z forward; metres.</param>
    public PoseSequence Reach(Hand hand, HumanBodyBones bone, Vector3 offset) => Add(new ReachStep(hand,
        () => (_avatar.animator.GetBoneTransform(bone) ?? _avatar.transform).position + _avatar.transform.rotation * offset));

    /// <summary>Lets a hand go back to where the clip or the rest pose has it.</summary>
    public PoseSequence Release(Hand hand) => Add(new ReachStep(hand, null));


    /// <summary>Shapes a hand; names are those of <see cref="HandShapes"/>, such as fist, flat, point or asl-a.</summary>
    /// <exception cref="KeyNotFoundException">No such shape; the message lists similar ones.</exception>
    public PoseSequence Shape(Hand hand, string shape) => Add(new ShapeStep(hand, HandShapes.Find(shape)));

    /// <summary>Shapes a hand.</summary>
    public PoseSequence Shape(Hand hand, HandShape shape) => Add(new ShapeStep(hand, shape));

    /// <summary>Turns a bone.</summary>
    /// <param name="euler">Degrees from the rest pose, in the person's axes.</param>
    public PoseSequence Turn(HumanBodyBones bone, Vector3 euler) => Add(new TurnStep(bone, euler));

    /// <summary>Sets muscles, -1 to 1, by their names as in <see cref="HumanTrait.MuscleName"/>.</summary>
    /// <exception cref="ArgumentException">No such muscle.</exception>
    public PoseSequence Muscle(string muscle, float value) => Add(new MuscleStep(muscle, value));

    /// <summary>Turns head and eyes to a point.</summary>
    public PoseSequence LookAt(Vector3 point) => Add(new LookStep(point));

    /// <summary>Looks ahead again.</summary>
    public PoseSequence LookAhead() => Add(new LookStep(null));

    /// <summary>Blends to an expression, 0 to 1.</summary>
    public PoseSequence Express(string expression, float weight) => Add(new ExpressionStep(expression, weight));

    /// <summary>Plays a clip once, blending over in the first quarter of a second, for its length unless <see cref="In"/> says otherwise.</summary>
    public PoseSequence Play(AnimationClip clip) => Add(new ClipStep(clip) { Seconds = clip.length });

    /// <summary>Signs words or glosses for as long as they need, unless <see cref="In"/> says otherwise: those that a lexicon has, the others
    /// fingerspelled. <c>#WORD</c> is always fingerspelled.</summary>
    /// <param name="language">Of the manual alphabet, ISO 639-3: ase, gsg, fsl, bfi.</param>
    /// <param name="rate">Pace, 0.2 to 5.</param>
    /// <param name="leftHanded">The left hand is the dominant one.</param>
    /// <param name="lexicons">Paths beside the script, the first that has a word wins: folders with recordings, scenes or SiGML, or SiGML files.</param>
    /// <exception cref="FormatException">Nothing of the text can be signed, or a lexicon is damaged; words that are left out are logged.</exception>
    /// <exception cref="ArgumentException">There is no such alphabet, or the rate is out of range.</exception>
    public PoseSequence Sign(string text, string language = "ase", float rate = 1, bool leftHanded = false, params string[] lexicons) =>
        Add(new SignStep(_avatar.Signs(text, language, rate, leftHanded, lexicons)));

    /// <summary>Walks the camera around a point.</summary>
    /// <param name="yaw">Degrees to the person's left.</param>
    /// <param name="pitch">Degrees above the horizon.</param>
    /// <param name="distance">Metres.</param>
    public PoseSequence Camera(Vector3 target, float yaw, float pitch, float distance) => Add(new CameraStep(target, yaw, pitch, distance));

    /// <summary>Nothing moves.</summary>
    public PoseSequence Hold(float seconds) => Add(new HoldStep { Seconds = seconds });

    /// <summary>Calls code.</summary>
    public PoseSequence Do(Action action) => Add(new ActionStep(action));

    /// <summary>Seconds that the last step takes.</summary>
    /// <exception cref="ArgumentException">Negative, or no number.</exception>
    public PoseSequence In(float seconds)
    {
        if (!(seconds >= 0) || float.IsInfinity(seconds))
            throw new ArgumentException($"A step of {seconds} seconds is not possible. Give 0 or more.", nameof(seconds));
        Last("In").Seconds = seconds;
        return this;
    }

    /// <summary>How the last step speeds up and slows down; without it level at both ends.</summary>
    public PoseSequence With(Ease ease)
    {
        Last("With").Ease = ease;
        return this;
    }

    /// <summary>The next step begins together with the last one.</summary>
    public PoseSequence And()
    {
        _from = Last("And").Start;
        return this;
    }

    /// <summary>The next step begins when everything before it has ended.</summary>
    public PoseSequence Then()
    {
        _from = Duration;
        return this;
    }

    /// <summary>Runs so often; each run begins where the one before ended.</summary>
    /// <param name="times">0 is for ever.</param>
    public PoseSequence Repeat(int times = 0)
    {
        _repeats = times <= 0 ? float.PositiveInfinity : times;
        return this;
    }

    /// <summary>Ends it where it is.</summary>
    public void Stop()
    {
        if (_ended.TrySetCanceled())
            _avatar.End(this);
    }

    /// <summary>Ends it when a token is cancelled.</summary>
    public PoseSequence Until(CancellationToken cancellation)
    {
        cancellation.Register(() => _avatar.gameObject.Scene.Context.Post(_ => Stop(), null));
        return this;
    }

    public TaskAwaiter GetAwaiter() => Ended.GetAwaiter();

    /// <summary>The pose after more seconds. Steps that ended in between are brought to their ends first: the frame rate makes no difference.</summary>
    internal void Advance(float seconds)
    {
        _elapsed += _isBegun ? seconds : 0;
        _isBegun = true;
        var duration = Duration;
        var run = duration > 0 ? Math.Min(Math.Floor((_elapsed + SceneRounding.Seconds) / duration), _repeats - 1) : 0;
        while (_run < run)
        {
            Apply(duration);
            _run++;
            foreach (var step in _steps)
                step.Restart();
        }
        Apply((float)Math.Min(_elapsed - _run * (double)duration, duration));
        if (_elapsed >= (double)duration * _repeats - SceneRounding.Seconds && _ended.TrySetResult(true))
            _avatar.End(this);
    }

    void Apply(float time)
    {
        foreach (var step in _steps)
            if (time >= step.Start - SceneRounding.Seconds)
                step.Advance(_avatar.Layer, time - step.Start);
    }

    PoseSequence Add(PoseStep step)
    {
        step.Start = _from;
        _steps.Add(step);
        return this;
    }

    PoseStep Last(string word) => _steps.Count > 0 ? _steps[^1]
        : throw new InvalidOperationException($"{word}() needs a step before it, such as Reach or Hold.");
}
