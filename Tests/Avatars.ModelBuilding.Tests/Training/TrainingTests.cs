namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>The trainer's own tests, which are Python's.</summary>
public sealed class TrainingTests
{
    [TestCase("GraphTests"), TestCase("ScheduleTests"), TestCase("DataTests"), TestCase("ScriptTests")]
    public void Python_tests_pass(string name) => Python.Run("-m", "unittest", $"tests.test_training.{name}");

    [TestCase("PriorScheduleTests"), TestCase("StartTests"), TestCase("ScriptTests")]
    public void Python_tests_of_PCDMs_pass(string name) => Python.Run("-m", "unittest", $"tests.test_pcdms.{name}");
}
