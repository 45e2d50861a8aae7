using System;
using System.IO;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;
using UnityEngine;

namespace Avatars.Unity
{
    /// <summary>
    /// Shows a generated person on a material: one picture of the person, and a pose that another component submits in every frame. The game
    /// never waits for the model.
    /// </summary>
    [AddComponentMenu("Avatar/Avatar Renderer")]
    [DisallowMultipleComponent]
    public sealed class AvatarRenderer : MonoBehaviour
    {
        [Tooltip("Folder of a model package: absolute, or below StreamingAssets.")]
        [SerializeField] string model = "Models/fpdm-compact-8bit";

        [Tooltip("Picture of the person. Tick Read/Write in its import settings.")]
        [SerializeField] Texture2D source;

        [Tooltip("Material that receives the picture; empty takes the one of the renderer beside this component.")]
        [SerializeField] Material target;

        [Tooltip("Texture property of the material.")]
        [SerializeField] string textureProperty = "_MainTex";

        [Tooltip("Steps of the sampler; 0 takes the model's.")]
        [Range(0, 8), SerializeField] int steps;

        [Tooltip("Where networks run: cpu, cuda, directml, coreml or auto.")]
        [SerializeField] string provider = "cpu";

        [Tooltip("Frames the upper body and the hands instead of the whole person.")]
        [SerializeField] bool waistUp;

        FramesInFlight _generators;
        PoseStream _stream;
        Texture2D _texture;
        byte[] _rows;
        Avatars.PoseMaps.Camera _camera;

        /// <summary>The generated picture; null until the model is loaded.</summary>
        public Texture Texture { get { return _texture; } }

        /// <summary>The rig that poses are of.</summary>
        public HumanoidMap Body { get { return StandardHumanoid.Map; } }

        /// <summary>Shows another person.</summary>
        public void SetSource(Texture2D picture)
        {
            source = picture;
            if (_stream != null)
                _stream.SetSource(Pictures.FromTexture(picture));
        }

        /// <summary>The pose to show next; returns at once.</summary>
        /// <param name="model">One matrix per joint of <see cref="Body"/>, in the library's space.</param>
        public void Submit(System.Numerics.Matrix4x4[] model)
        {
            if (_stream == null)
                return;
            if (_camera == null)
                _camera = Frame(model);
            _stream.Submit(new RigPose(Body, model, ReadOnlySpan<float>.Empty, _camera));
        }

        void OnEnable()
        {
            try
            {
                var package = ModelPackage.Open(Path.IsPathRooted(model) ? model : Path.Combine(Application.streamingAssetsPath, model));
                _generators = FrameGenerators.LoadSeveral(package, new InferenceOptions { Provider = Provider.Choose(provider) });
                _stream = new PoseStream(_generators);
                var settings = GenerationSettings.Of(package.Manifest.Defaults);
                _stream.Configure(steps > 0 ? settings with { Steps = steps } : settings);
                if (source != null)
                    _stream.SetSource(Pictures.FromTexture(source));
                _texture = new Texture2D(_generators[0].Width, _generators[0].Height, TextureFormat.RGB24, false) { name = "Avatar" };
                if (target == null && GetComponent<Renderer>() != null)
                    target = GetComponent<Renderer>().material;
                if (target != null)
                    target.SetTexture(textureProperty, _texture);
            }
            catch (Exception error) // a wrong folder or picture switches this component off, nothing else
            {
                Debug.LogException(error, this);
                enabled = false;
            }
        }

        void Update()
        {
            if (_stream == null)
                return;
            if (_stream.Failure != null)
            {
                Debug.LogException(_stream.Failure, this);
                enabled = false;
                return;
            }
            if (!_stream.TryTake())
                return;
            _rows = Pictures.ToRows(_stream.Frame.Picture, _rows);
            _texture.LoadRawTextureData(_rows);
            _texture.Apply(false);
        }

        void OnDisable()
        {
            if (_stream != null)
                _stream.Dispose();
            if (_generators != null)
                _generators.Dispose();
            _stream = null;
            _generators = null;
            _camera = null;
            if (_texture != null)
                Destroy(_texture);
            _texture = null;
        }

        void OnDrawGizmosSelected()
        {
            Gizmos.color = new Color(0.3f, 0.7f, 1f);
            Gizmos.DrawWireCube(transform.position + new Vector3(0, 0.9f, 0), new Vector3(0.6f, 1.8f, 0.4f));
        }

        Avatars.PoseMaps.Camera Frame(System.Numerics.Matrix4x4[] pose)
        {
            const float fieldOfView = 0.5f; // radians
            var framing = new PersonFraming(Body);
            framing.Add(pose, waistUp);
            var fit = framing.Fit(0, 0, fieldOfView);
            return Avatars.PoseMaps.Camera.Orbit(fit.Target, 0, 0, fit.Distance * (waistUp ? 1 : 1.15f), fieldOfView,
                _generators[0].Width, _generators[0].Height);
        }
    }
}
