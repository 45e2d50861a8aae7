using Avatars.Scripting;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Transform: numbered behaviours F1 to F29.</summary>
[Category("Conformance")]
public sealed class TransformConformance
{
    const float Tolerance = 1e-5f;

    TestScene _scene = null!;

    [SetUp] public void Begin() => _scene = new TestScene();

    [TearDown] public void End() => _scene.Dispose();

    static void Near(Vector3 actual, float x, float y, float z, float tolerance = Tolerance) =>
        Assert.That(new[] { actual.x, actual.y, actual.z }, Is.EqualTo(new[] { x, y, z }).Within(tolerance));

    static void Near(Vector3 actual, Vector3 expected) => Near(actual, expected.x, expected.y, expected.z);

    static void Near(Quaternion actual, Quaternion expected) => Assert.That(Mathf.Abs(Quaternion.Dot(actual, expected)), Is.EqualTo(1).Within(Tolerance));

    /// <summary>A parent that is moved, turned and scaled, and a child.</summary>
    static (Transform Parent, Transform Child) Family()
    {
        var parent = new GameObject("parent").transform;
        parent.SetPositionAndRotation(new Vector3(1, 2, 3), Quaternion.Euler(20, 30, 40));
        parent.localScale = new Vector3(2, 2, 2);
        var child = new GameObject("child").transform;
        child.SetPositionAndRotation(new Vector3(-4, 0.5f, 2), Quaternion.Euler(5, 60, 7));
        return (parent, child);
    }

    void Run(Action<Transform, Transform> test) => _scene.Run(() =>
    {
        var (parent, child) = Family();
        test(parent, child);
    });

    [Test] public void F1_Setting_the_parent_keeps_the_place_in_the_world() => Run((parent, child) =>
    {
        child.parent = parent;
        Near(child.position, -4, 0.5f, 2);
        Near(child.rotation, Quaternion.Euler(5, 60, 7));
        Assert.That(child.localPosition == new Vector3(-4, 0.5f, 2), Is.False);
    });

    [Test] public void F2_SetParent_may_keep_the_local_numbers() => Run((parent, child) =>
    {
        child.SetParent(parent, false);
        Near(child.localPosition, -4, 0.5f, 2);
        Near(child.position, parent.TransformPoint(new Vector3(-4, 0.5f, 2)));
    });

    [Test] public void F3_A_transform_cannot_hang_on_one_below_it() => Run((parent, child) =>
    {
        child.parent = parent;
        parent.parent = child;
        Assert.That(parent.parent, Is.Null);
        Assert.That(_scene.Log.Single().Type, Is.EqualTo(LogType.Error));
        child.parent = null;
        Assert.That(child.root, Is.SameAs(child));
    });

    [Test] public void F4_World_position_and_rotation_are_written_through_the_parent() => Run((parent, child) =>
    {
        child.parent = parent;
        child.position = new Vector3(7, 8, 9);
        child.rotation = Quaternion.Euler(1, 2, 3);
        Near(parent.TransformPoint(child.localPosition), 7, 8, 9);
        Near(parent.rotation * child.localRotation, Quaternion.Euler(1, 2, 3));
    });

    [Test] public void F5_World_position_is_the_parents_scale_then_rotation_then_position() => Run((parent, child) =>
    {
        child.SetParent(parent, false);
        Near(child.position, parent.position + parent.rotation * Vector3.Scale(parent.localScale, child.localPosition));
    });

    [Test] public void F6_Position_and_rotation_together() => Run((parent, child) =>
    {
        child.parent = parent;
        child.SetLocalPositionAndRotation(new Vector3(1, 2, 3), Quaternion.Euler(4, 5, 6));
        child.GetLocalPositionAndRotation(out var local, out var turn);
        Near(local, 1, 2, 3);
        Near(turn, Quaternion.Euler(4, 5, 6));
        child.SetPositionAndRotation(new Vector3(3, 2, 1), Quaternion.Euler(6, 5, 4));
        child.GetPositionAndRotation(out var world, out turn);
        Near(world, 3, 2, 1);
        Near(turn, Quaternion.Euler(6, 5, 4));
    });

    [Test] public void F7_Spaces() => Assert.That(((int)Space.World, (int)Space.Self), Is.EqualTo((0, 1)));

    [Test] public void F8_Translate_moves_along_the_own_axes_without_scale() => Run((parent, _) =>
    {
        parent.Translate(new Vector3(0, 0, 2));
        Near(parent.position, new Vector3(1, 2, 3) + 2 * parent.forward);
    });

    [Test] public void F9_Translate_along_other_axes() => Run((parent, child) =>
    {
        parent.Translate(new Vector3(0, 0, 2), Space.World);
        Near(parent.position, 1, 2, 5);
        parent.Translate(new Vector3(0, 0, 2), (Transform?)null);
        Near(parent.position, 1, 2, 7);
        parent.Translate(new Vector3(0, 0, 2), child);
        Near(parent.position, new Vector3(1, 2, 7) + 2 * child.forward);
    });

    [Test] public void F10_Rotate_turns_about_the_own_axes() => Run((parent, _) =>
    {
        var before = parent.localRotation;
        parent.Rotate(new Vector3(10, 20, 30));
        Near(parent.localRotation, before * Quaternion.Euler(10, 20, 30));
    });

    [Test] public void F11_Rotate_in_the_world() => Run((parent, child) =>
    {
        child.parent = parent;
        var before = child.rotation;
        child.Rotate(new Vector3(10, 20, 30), Space.World);
        Near(child.rotation, Quaternion.Euler(10, 20, 30) * before);
    });

    [Test] public void F12_Rotate_about_an_axis() => Run((parent, _) =>
    {
        var before = parent.rotation;
        parent.Rotate(Vector3.up, 50);
        Near(parent.rotation, before * Quaternion.AngleAxis(50, Vector3.up));
        parent.Rotate(Vector3.right, 20, Space.World);
        Near(parent.rotation, Quaternion.AngleAxis(20, Vector3.right) * before * Quaternion.AngleAxis(50, Vector3.up));
    });

    [Test] public void F13_RotateAround_keeps_the_distance() => Run((parent, _) =>
    {
        var (point, before) = (new Vector3(5, 5, 5), parent.rotation);
        var distance = Vector3.Distance(parent.position, point);
        parent.RotateAround(point, Vector3.up, 90);
        Assert.That(Vector3.Distance(parent.position, point), Is.EqualTo(distance).Within(Tolerance));
        Near(parent.rotation, Quaternion.AngleAxis(90, Vector3.up) * before);
        Near(parent.position, 3, 2, 9);
    });

    [Test] public void F14_LookAt_turns_Z_to_the_target() => Run((parent, child) =>
    {
        parent.LookAt(child);
        Near(parent.forward, (child.position - parent.position).normalized);
        Assert.That(parent.right.y, Is.EqualTo(0).Within(Tolerance));
        var before = parent.rotation;
        parent.LookAt((Transform?)null);
        Near(parent.rotation, before);
    });

    [Test] public void F15_LookAt_at_its_own_place_changes_nothing() => Run((parent, _) =>
    {
        var before = parent.rotation;
        parent.LookAt(parent.position);
        Near(parent.rotation, before);
    });

    [Test] public void F16_Directions_can_be_set() => Run((parent, _) =>
    {
        parent.forward = Vector3.right;
        Near(parent.rotation, Quaternion.LookRotation(Vector3.right));
        parent.up = new Vector3(1, 1, 0);
        Near(parent.rotation, Quaternion.FromToRotation(Vector3.up, new Vector3(1, 1, 0)));
        parent.right = Vector3.forward;
        Near(parent.rotation, Quaternion.FromToRotation(Vector3.right, Vector3.forward));
    });

    [Test] public void F17_Euler_angles_are_read_back_not_negative() => Run((parent, child) =>
    {
        child.parent = parent;
        child.localEulerAngles = new Vector3(-10, -20, 30);
        Near(child.localEulerAngles, 350, 340, 30, 1e-3f);
        child.eulerAngles = new Vector3(0, -90, 0);
        Near(child.eulerAngles, 0, 270, 0, 1e-2f);
        Assert.That(child.eulerAngles.x, Is.Not.Negative);
    });

    [Test] public void F18_TransformDirection_rotates_only() => Run((parent, _) =>
    {
        Near(parent.TransformDirection(new Vector3(0, 0, 3)), 3 * parent.forward);
        Near(parent.InverseTransformDirection(parent.TransformDirection(new Vector3(1, 2, 3))), 1, 2, 3);
    });

    [Test] public void F19_TransformVector_rotates_and_scales() => Run((parent, _) =>
        Near(parent.TransformVector(new Vector3(0, 0, 3)), 6 * parent.forward));

    [Test] public void F20_TransformPoint_and_its_inverse() => Run((parent, child) =>
    {
        child.parent = parent;
        child.localScale = new Vector3(1, 2, 3);
        Near(parent.TransformPoint(new Vector3(0, 0, 3)), new Vector3(1, 2, 3) + 6 * parent.forward);
        Near(child.InverseTransformPoint(child.TransformPoint(new Vector3(1, 2, 3))), 1, 2, 3);
        Near(child.InverseTransformVector(child.TransformVector(new Vector3(1, 2, 3))), 1, 2, 3);
        Near(child.TransformPoint(new Vector3(1, 2, 3)), child.localToWorldMatrix.MultiplyPoint3x4(new Vector3(1, 2, 3)));
    });

    [Test] public void F21_Spans_must_have_one_length() => Run((parent, _) =>
    {
        var results = new Vector3[2];
        parent.TransformPoints(new[] { Vector3.zero, Vector3.one }, results);
        Near(results[1], parent.TransformPoint(Vector3.one));
        Assert.That(() => parent.TransformPoints(new Vector3[3], results), Throws.InvalidOperationException);
    });

    [Test] public void F22_Find_walks_a_path() => Run((parent, child) =>
    {
        var grandchild = new GameObject("grandchild").transform;
        child.parent = parent;
        grandchild.parent = child;
        Assert.That(parent.Find("child/grandchild"), Is.SameAs(grandchild));
        Assert.That(parent.Find("grandchild"), Is.Null);
        Assert.That(() => parent.Find(null!), Throws.ArgumentNullException);
    });

    [Test] public void F23_Children_by_number_and_in_order() => Run((parent, child) =>
    {
        child.parent = parent;
        var second = new GameObject("second").transform;
        second.parent = parent;
        Assert.That(parent.childCount, Is.EqualTo(2));
        Assert.That(parent.Cast<Transform>(), Is.EqualTo(new[] { child, second }));
        Assert.That(() => parent.GetChild(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => parent.GetChild(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    [Test] public void F24_Siblings_can_be_ordered() => Run((parent, _) =>
    {
        var children = Enumerable.Range(0, 3).Select(i => new GameObject($"{i}").transform).ToArray();
        foreach (var one in children)
            one.parent = parent;
        children[2].SetAsFirstSibling();
        children[0].SetAsLastSibling();
        Assert.That(parent.Cast<Transform>().Select(one => one.name), Is.EqualTo(new[] { "2", "1", "0" }));
        children[0].SetSiblingIndex(1);
        Assert.That(children[0].GetSiblingIndex(), Is.EqualTo(1));
    });

    [Test] public void F25_A_transform_is_its_own_child_and_a_root_its_own_root() => Run((parent, child) =>
    {
        child.parent = parent;
        Assert.That(parent.IsChildOf(parent) && child.IsChildOf(parent) && !parent.IsChildOf(child), Is.True);
        Assert.That((child.root, parent.root), Is.EqualTo((parent, parent)));
    });

    [Test] public void F26_Detached_children_stay_where_they_are() => Run((parent, child) =>
    {
        child.parent = parent;
        parent.DetachChildren();
        Assert.That(child.parent, Is.Null);
        Near(child.position, -4, 0.5f, 2);
    });

    [Test] public void F27_The_lossy_scale_is_exact_without_shear() => Run((parent, child) =>
    {
        child.SetParent(parent, false);
        child.localScale = new Vector3(1, 2, 3);
        Near(child.lossyScale, 2, 4, 6);
        Assert.That(typeof(Transform).GetProperty(nameof(Transform.lossyScale))!.CanWrite, Is.False);
    });

    [Test] public void F28_Changes_are_noted_until_they_are_cleared() => Run((parent, child) =>
    {
        child.parent = parent;
        child.hasChanged = false;
        parent.position += Vector3.up;
        Assert.That(child.hasChanged, Is.True);
        _ = child.position;
        Assert.That(child.hasChanged, Is.True);
    });

    [Test] public void F29_The_matrices_are_inverse() => Run((parent, child) =>
    {
        child.parent = parent;
        var product = child.localToWorldMatrix * child.worldToLocalMatrix;
        for (var row = 0; row < 4; row++)
            for (var column = 0; column < 4; column++)
                Assert.That(product[row, column], Is.EqualTo(row == column ? 1 : 0).Within(1e-4f));
    });
}
