// Types in the place of Imaging, which may use nothing, that use PoseMaps and Systems without a using line: the subjects of ModuleTests' own test.
#pragma warning disable CA1812, CA1852, CS0649, CS0169, IDE0044, IDE0051, IDE0052, CA1823, CA1805
namespace Avatars.Imaging.Wrong;

class ByField
{
    Avatars.PoseMaps.Camera? _camera;
}

class ByTypeArgument
{
    public List<Avatars.PoseMaps.Camera?[]> Cameras { get; } = [];
}

class ByParameter
{
    public static int Of(Avatars.PoseMaps.Camera camera) => camera is null ? 0 : 1;
}

class ByLocal
{
    public static bool Is(object any)
    {
        var camera = any as Avatars.PoseMaps.Camera;
        return camera is not null;
    }
}

class ByStaticCall
{
    public static object Find(string name) => Avatars.PoseMaps.PoseMapStyle.Find(name);
}

class ByLambda
{
    public static Func<string, object> Find => name => Avatars.PoseMaps.PoseMapStyle.Find(name);
}

class ByIterator
{
    public static IEnumerable<object> Find(string name)
    {
        yield return Avatars.PoseMaps.PoseMapStyle.Find(name);
    }
}

class ByAsync
{
    public static async Task<object> Find(string name)
    {
        await Task.Yield();
        return Avatars.PoseMaps.PoseMapStyle.Find(name);
    }
}

class ByTypeOf
{
    public static Type Camera => typeof(Avatars.PoseMaps.Camera);
}

class ByGenericCall
{
    public static object Make() => Array.Empty<Avatars.PoseMaps.Camera>();
}

class ByNested
{
    class Inner
    {
        public static object Find(string name) => Avatars.PoseMaps.PoseMapStyle.Find(name);
    }
}
