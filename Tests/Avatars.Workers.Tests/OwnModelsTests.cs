using Avatars.Fixtures;

namespace Avatars.Workers;

public sealed class OwnModelsTests
{
    [Test]
    public void The_packages_of_the_repository_are_the_programs_own() =>
        Assert.That(OwnModels.IsForeign(Path.Combine(SharedFolders.Repository, "Models", "fpdm-body")), Is.False);

    [Test]
    public void A_package_elsewhere_is_foreign_whatever_its_folder_is_called()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["Models/package"]);
        Assert.That(OwnModels.IsForeign(folder["Models/package"]), Is.True);
        Assert.That(OwnModels.IsForeign(folder["absent"]), Is.True);
    }
}
