using Avatars.Models;

namespace Avatars.Workers;

public sealed class DeathPolicyTests
{
    static readonly WorkerDeath Crash = new(DeathKind.Crashed, "it crashed"), Hang = new(DeathKind.Hung, "it hung"),
        Kill = new(DeathKind.Killed, "it was killed"), Memory = new(DeathKind.OutOfMemory, "memory ran out");

    static readonly FrameSize[] Sizes = [new(256, 256), new(384, 512), new(512, 512)];

    [Test]
    public void The_third_crash_on_a_device_falls_back_to_the_processor_and_three_more_stop()
    {
        var policy = PolicyOn("cuda");
        Assert.That(policy.Decide(Crash), Is.EqualTo(new DeathDecision(policy.Plan, null)));
        Assert.That(policy.Decide(Hang).Told, Is.Null);
        var third = policy.Decide(Crash);
        Assert.That((third.Plan!.Provider, third.Plan.Size), Is.EqualTo(("cpu", new FrameSize(512, 512))));
        Assert.That(third.Told, Does.Contain("'model' has ended it 3 times on cuda").And.Contain("CPU"));
        Assert.That((policy.Decide(Crash).Plan, policy.Decide(Crash).Plan), Is.EqualTo((policy.Plan, policy.Plan)));
        Assert.That(policy.Decide(Crash).Plan, Is.Null);
    }

    [Test]
    public void Kills_from_outside_do_not_count_against_the_model()
    {
        var policy = PolicyOn("cpu");
        for (var i = 0; i < 50; i++)
        {
            Assert.That(policy.Decide(Kill), Is.EqualTo(new DeathDecision(policy.Plan, null)), $"{i}");
            policy.FrameDone();
        }
        Assert.That(policy.Decide(Crash).Plan, Is.Not.Null);
        Assert.That(policy.Decide(Crash).Plan, Is.Not.Null);
        Assert.That(policy.Decide(Crash).Told, Does.Contain("not started again"));
    }

    [Test]
    public void What_is_killed_before_every_frame_stops_at_last()
    {
        var policy = PolicyOn("cpu");
        var decisions = Enumerable.Range(0, 20).Select(_ => policy.Decide(Kill)).ToArray();
        Assert.That(decisions[..19].All(decision => decision.Plan is not null), Is.True);
        Assert.That(decisions[19].Plan, Is.Null);
    }

    [Test]
    public void Short_memory_means_one_frame_in_flight_then_the_next_smaller_sizes_then_an_end()
    {
        var policy = PolicyOn("cpu");
        var plans = new List<WorkerPlan?>();
        var told = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            var decision = policy.Decide(Memory);
            plans.Add(decision.Plan);
            told.Add(decision.Told);
        }
        Assert.That(plans, Is.EqualTo(new WorkerPlan?[] { new("cpu", 1, new(512, 512)), new("cpu", 1, new(384, 512)), new("cpu", 1, new(256, 256)), null }));
        Assert.That(told[0], Does.Contain("one frame at a time"));
        Assert.That(told[1], Does.Contain("384x512"));
        Assert.That(told[3], Does.Contain("does not suffice"));
    }

    [Test]
    public void After_a_stop_the_user_may_try_again()
    {
        var policy = PolicyOn("cpu");
        Assert.That(new[] { policy.Decide(Crash), policy.Decide(Crash), policy.Decide(Crash) }[2].Plan, Is.Null);
        policy.Forgive();
        Assert.That(policy.Decide(Crash).Plan, Is.Not.Null);
    }

    [TestCase(137, "", false, "Killed", "it was killed (SIGKILL)")]
    [TestCase(137, "", true, "OutOfMemory", "the system ran out of memory and ended it")]
    [TestCase(139, "", false, "Crashed", "it crashed (SIGSEGV, a bad memory access)")]
    [TestCase(134, "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n", false, "OutOfMemory", "memory ran out")]
    [TestCase(134, "pure virtual method called\n", false, "Crashed", "it crashed (SIGABRT)")]
    [TestCase(143, "", false, "Killed", "it was told to end")]
    [TestCase(1, "one\nThe file is missing.\n", false, "Crashed", "it ended with code 1: The file is missing")]
    public void A_death_is_told_by_its_cause(int code, string errors, bool wasMemoryShort, string kind, string cause)
    {
        var death = WorkerDeath.Of(code, errors, wasMemoryShort);
        Assert.That(($"{death.Kind}", death.Cause), Is.EqualTo((kind, cause)));
    }

    static DeathPolicy PolicyOn(string provider) => new("model", new WorkerPlan(provider, 0, new FrameSize(512, 512)), Sizes);
}
