using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.Solving;
using Vector3 = Avatars.Scripting.Vector3;

/// <summary>Writes a file for each part of the library with what it computed. Arguments: a motion file, and a folder that is there.</summary>
static class Program
{
    static string _folder = "";

    sealed class Dancer : AvatarBehaviour
    {
        IEnumerator Start()
        {
            yield return Pose().Reach(Hand.Right, new Vector3(0.3f, 1.3f, 0.3f)).In(0.4f).And().Shape(Hand.Right, "fist").Wait;
            yield return new WaitForSeconds(0.2f);
            Pose().LookAt(new Vector3(1, 1, 2)).In(0.3f).And().Muscle("Left Arm Down-Up", 0.3f);
        }

        void OnAnimatorIK(int layer)
        {
            animator.SetIKPosition(AvatarIKGoal.LeftFoot, new Vector3(-0.15f, 0.2f, 0.2f));
            animator.SetIKPositionWeight(AvatarIKGoal.LeftFoot, 0.5f);
        }
    }

    static int Main(string[] arguments)
    {
        _folder = arguments[1];
        var body = StandardHumanoid.Map;
        var clip = MotionFile.Read(arguments[0]).For(body);
        var pose = clip.MakePose();
        var all = new List<JointTransform>();
        for (var frame = 0; frame < 50; frame++)
        {
            clip.Sample(frame * 0.1f, pose);
            all.AddRange(pose.Joints.ToArray());
        }
        Write("motion.floats", all);

        var values = new float[Muscles.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Math.Round(0.8 * Math.Sin(i), 3);
        var local = pose.Joints.ToArray();
        new MuscleSpace(body).Write(values, local);
        new HandRig(body).Apply(HandShapes.Find("asl-y"), true, local);
        Write("solving.floats", new List<JointTransform>(local));

        all.Clear();
        var scene = new ScriptScene();
        scene.Logged += entry => Console.WriteLine($"log {entry.Message}");
        ScriptedAvatar person = null!;
        scene.Run(() =>
        {
            person = ScriptedAvatar.Create("person", body);
            person.gameObject.AddComponent<Dancer>();
        });
        for (var frame = 0; frame < 50; frame++)
        {
            scene.Step(0.04);
            scene.Run(() => person.CopyTo(pose));
            all.AddRange(pose.Joints.ToArray());
        }
        Write("scripts.floats", all);

        foreach (var style in new[] { "avatar", "fpdm-deepfashion", "imagpose-dwpose" })
        {
            var map = new RgbImage(256, 256);
            var sampler = new PoseSampler(clip, PoseMapStyle.Find(style).Layout, body);
            sampler.Sample(1.5f);
            var camera = Avatars.PoseMaps.Camera.LookAt(new System.Numerics.Vector3(0, 1, 4), new System.Numerics.Vector3(0, 0.95f, 0), 0.5f, 256, 256);
            sampler.Project(camera);
            new PoseMapRasterizer(PoseMapStyle.Find(style), 256, 256).Draw(sampler.Keypoints, map);
            Write($"{style}.map", map.Bytes);
        }
        return 0;
    }

    static void Write(string name, List<JointTransform> joints)
    {
        var numbers = new List<byte>();
        foreach (var joint in joints)
            foreach (var number in new[] { joint.Translation.X, joint.Translation.Y, joint.Translation.Z, joint.Rotation.X, joint.Rotation.Y, joint.Rotation.Z,
                joint.Rotation.W })
                numbers.AddRange(BitConverter.GetBytes(number));
        Write(name, numbers.ToArray());
    }

    static void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);
}
