using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Viewer;

/// <summary>Analysed people without analysis: an average body at rest in the middle of any picture.</summary>
static class People
{
    static readonly Lazy<BodyModel> Model = new(() => BodyFile.Read(Path.Combine(SharedFolders.Repository, BodyFile.ShippedPath)));

    /// <param name="build">Standard deviations of the first shape direction.</param>
    public static AnalysedPerson Standing(RgbImage picture, float build)
    {
        var plain = TexturedPerson.Plain(Model.Value, new RgbColor(200, 60, 40), new RgbColor(40, 60, 200));
        var person = plain with { Body = new ShapedBody(Model.Value, [build]) };
        var skeleton = person.Body.Skeleton;
        return new AnalysedPerson
        {
            Person = person,
            Picture = picture,
            Matte = [],
            Camera = Camera.Orbit(new Vector3(0, 0.9f, 0), 0, 0, 3.4f, 0.65f, picture.Width, picture.Height),
            Pose = [.. Enumerable.Range(0, skeleton.Count).Select(joint => skeleton[joint].Rest)],
            Expression = new float[Model.Value.Expressions.Count],
            Coverage = 1,
            FitError = 0,
        };
    }
}
