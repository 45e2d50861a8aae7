namespace Avatars.Fixtures;

/// <summary>How long tests wait for what has to come: long enough for any loaded machine, so that only a hang fails. No claim about speed.</summary>
public static class HangGuard
{
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);
}
