using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>MediaPipe's networks where set-up has brought them; tests that need them are skipped elsewhere.</summary>
static class PerceptionFixture
{
    public static PerceptionModels Models
    {
        get
        {
            if (!PerceptionModels.ArePresent)
                SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
            return PerceptionModels.Open();
        }
    }

    public static InferenceOptions Options { get; } = new();

    public static PerceptionSessions MakeSessions() => new(Models, Options);
}
