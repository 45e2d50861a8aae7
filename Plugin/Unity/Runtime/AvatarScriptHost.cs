using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scripting;
using UnityEngine;
using AvatarBehaviour = Avatars.Scripting.AvatarBehaviour;
using Debug = UnityEngine.Debug;
using MonoBehaviour = UnityEngine.MonoBehaviour;
using Time = UnityEngine.Time;

namespace Avatars.Unity
{
    /// <summary>Runs behaviours of Avatars.Scripting in Unity: the same source files that 'avatar script' runs, compiled by Unity.</summary>
    [UnityEngine.AddComponentMenu("Avatar/Avatar Script Host")]
    [UnityEngine.RequireComponent(typeof(AvatarRenderer))]
    public sealed class AvatarScriptHost : MonoBehaviour, IScriptHost
    {
        [UnityEngine.Tooltip("Full names of classes that derive from AvatarBehaviour.")]
        [UnityEngine.SerializeField] string[] behaviours = new string[0];

        ScriptScene _scene;
        ScriptedAvatar _person;
        AvatarRenderer _renderer;
        Pose _pose;
        System.Numerics.Matrix4x4[] _model;

        /// <summary>The scripts' person; null while the component is off.</summary>
        public ScriptedAvatar Person { get { return _person; } }

        /// <summary>Files of scripts begin at StreamingAssets.</summary>
        public string Resolve(string path)
        {
            return System.IO.Path.IsPathRooted(path) ? path : System.IO.Path.Combine(UnityEngine.Application.streamingAssetsPath, path);
        }

        /// <summary>Pictures appear on the renderer's material; scripts do not wait for them here.</summary>
        public Task<RgbImage> RenderAsync(AvatarShot shot, CancellationToken cancellation)
        {
            throw new NotSupportedException("In Unity the Avatar Renderer shows the pictures. RenderAsync is for 'avatar script' and the viewer.");
        }

        public void Save(string path, RgbImage picture)
        {
            throw new NotSupportedException("In Unity use Texture2D.EncodeToPNG on the renderer's texture.");
        }

        void OnEnable()
        {
            _renderer = GetComponent<AvatarRenderer>();
            var body = _renderer.Body;
            _pose = new Pose(body.Skeleton);
            _model = new System.Numerics.Matrix4x4[body.Skeleton.Count];
            _scene = new ScriptScene();
            _scene.Logged += Log;
            _scene.Load(delegate
            {
                _person = ScriptedAvatar.Create(name, body, this);
                foreach (var type in Find())
                    _person.gameObject.AddComponent(type);
            });
        }

        void LateUpdate()
        {
            _scene.Step(Time.deltaTime);
            _scene.Run(delegate { _person.CopyTo(_pose); });
            LocalToModel.Run(_pose.Skeleton, _pose.Joints, _model);
            _renderer.Submit(_model);
        }

        void OnDisable()
        {
            if (_scene != null)
                _scene.Clear();
            _scene = null;
            _person = null;
        }

        List<Type> Find()
        {
            var found = new List<Type>();
            foreach (var wanted in behaviours)
            {
                Type type = null;
                foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
                    type = type ?? assembly.GetType(wanted);
                if (type != null && typeof(AvatarBehaviour).IsAssignableFrom(type))
                    found.Add(type);
                else
                    Debug.LogError("There is no class '" + wanted + "' that derives from AvatarBehaviour.", this);
            }
            return found;
        }

        void Log(LogEntry entry)
        {
            if (entry.Exception != null)
                Debug.LogException(entry.Exception, this);
            else if (entry.Type == Avatars.Scripting.LogType.Warning)
                Debug.LogWarning(entry.Message, this);
            else if (entry.Type == Avatars.Scripting.LogType.Log)
                Debug.Log(entry.Message, this);
            else
                Debug.LogError(entry.Message, this);
        }
    }
}
