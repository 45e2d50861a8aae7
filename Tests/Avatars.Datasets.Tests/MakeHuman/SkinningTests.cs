using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Datasets.Tests.MakeHuman;

[Category("Assets")]
public sealed class SkinningTests
{
    static IEnumerable<TestCaseData> Wearables() => SharedFolders.TestCases(SharedFolder.Assets, assets =>
        CatalogItem.ReadAll(Path.Combine(assets, "makehuman", "catalog.json")).Where(item => item.Mesh is not null).Select(item => new TestCaseData(item.Id)));

    [Test]
    public void Weights_of_every_base_vertex_sum_to_one()
    {
        var weights = Libraries.Small.Rig.Weights;
        Assert.That(weights.VertexCount, Is.EqualTo(19158));
        for (var vertex = 0; vertex < weights.VertexCount; vertex++)
        {
            var sum = 0f;
            foreach (var weight in weights.Weights(vertex))
                sum += weight;
            Assert.That(sum, Is.EqualTo(1).Within(1e-5f), $"vertex {vertex}");
        }
    }

    [TestCaseSource(nameof(Wearables))]
    public void An_item_follows_the_body_it_is_put_on(string id)
    {
        var library = Libraries.Small;
        var mesh = library.Worn(id).FitTo(library.BaseMesh.Positions, Plain);
        Assert.That(library.Worn(id).Topology.VertexCount, Is.EqualTo(library.Worn(id).Fit.VertexCount));
        for (var i = 0; i < mesh.JointWeights.Length; i += 4)
            Assert.That(mesh.JointWeights[i] + mesh.JointWeights[i + 1] + mesh.JointWeights[i + 2] + mesh.JointWeights[i + 3], Is.EqualTo(1).Within(1e-5f));
        Assert.That(mesh.Indices.Max(), Is.LessThan(mesh.Positions.Length));
        // On the neutral body nothing is farther than 60 cm from the axis or above 35 cm over the crown.
        foreach (var position in mesh.Positions)
            Assert.That(position.Length(), Is.LessThan(1.3f), id);
    }

    [Test]
    public void The_rig_has_its_bones_their_tips_and_the_rest_pose_of_the_mesh()
    {
        var skeleton = Libraries.Small.Rig.Fit(Libraries.Small.BaseMesh.Positions);
        Assert.That(skeleton.Count, Is.EqualTo(64 + 13), "64 bones, 10 fingertips, crown and two toe ends");
        var model = new Matrix4x4[skeleton.Count];
        LocalToModel.Run(skeleton, [.. skeleton.Joints.ToArray().Select(joint => joint.Rest)], model);
        Vector3 At(string name) => model[skeleton.IndexOf("mixamorig:" + name)].Translation;
        Assert.That(At("LeftHand").X, Is.GreaterThan(0.3f), "+X is the character's left");
        Assert.That(At("LeftHand") * new Vector3(-1, 1, 1), Is.EqualTo(At("RightHand")).Using<Vector3>((a, b) => Vector3.Distance(a, b) < 1e-3f));
        Assert.That(At("HeadTop_End").Y, Is.GreaterThan(At("Head").Y));
        Assert.That(At("LeftToe_End").Z, Is.GreaterThan(At("LeftFoot").Z), "the toes point along +Z");
        Assert.That(Vector3.Distance(At("LeftHandIndex3"), At("LeftHandIndex4")), Is.InRange(0.01f, 0.04f));
    }

    static readonly Material Plain = new() { Diffuse = new Avatars.Imaging.RgbaImage(1, 1, [255, 255, 255, 255]) };
}
