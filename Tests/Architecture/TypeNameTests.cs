using ArchUnitNET.Domain;

namespace Avatars.Architecture;

/// <summary>A user who writes one name means one type, whatever namespaces are open.</summary>
public sealed class TypeNameTests
{
    /// <summary>Names of Scripting are Unity's: a script uses that namespace in place of the others, and gets the few names of both by alias.</summary>
    [Test]
    public void No_two_public_types_have_one_name()
    {
        var twice = Product.Load([.. Product.Plugin, .. Product.Toolkit])
            .Where(type => type.Visibility == Visibility.Public && !type.IsNested && Modules.Of(type) is not (null or "Scripting"))
            .GroupBy(type => type.Name)
            .Where(types => types.Select(type => type.FullName).Distinct().Count() > 1)
            .Select(types => types.Key);
        Assert.That(twice, Is.Empty);
    }
}
