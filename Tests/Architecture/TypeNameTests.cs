using ArchUnitNET.Domain;

namespace Avatars.Architecture;

/// <summary>A user who writes one name means one type, whatever namespaces are open.</summary>
public sealed class TypeNameTests
{
    [Test]
    public void No_two_public_types_have_one_name()
    {
        var twice = Product.Load([.. Product.Plugin, .. Product.Toolkit])
            .Where(type => type.Visibility == Visibility.Public && !type.IsNested && Modules.Of(type) is not null)
            .GroupBy(type => type.Name)
            .Where(types => types.Select(type => type.FullName).Distinct().Count() > 1)
            .Select(types => types.Key);
        Assert.That(twice, Is.Empty);
    }
}
