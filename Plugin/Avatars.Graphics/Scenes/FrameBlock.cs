using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Avatars.Graphics.Scenes;

/// <summary>The uniform block <c>Frame</c> of the Scene shaders, std140: every field a matrix or four floats.</summary>
[StructLayout(LayoutKind.Sequential)]
struct FrameBlock
{
    public const uint Binding = 0;

    public Matrix4x4 ViewProjection;
    public Matrix4x4 InverseViewProjection;

    /// <summary>World to the shadow map's texture space, 0..1 in all three.</summary>
    public Matrix4x4 ShadowMatrix;
    public Vector4 Eye;

    /// <summary>w: radius of the shadow's blur in texture space.</summary>
    public Vector4 KeyDirection;

    /// <summary>w: radius of the shadow's blur, metres.</summary>
    public Vector4 KeyColor;
    public Vector4 FillDirection;

    /// <summary>w: softness of key and fill.</summary>
    public Vector4 FillColor;
    public Vector4 RimDirection;
    public Vector4 RimColor;

    /// <summary>w: slope of the light from all around towards +X.</summary>
    public Vector4 Sky;

    /// <summary>w: slope towards +Z.</summary>
    public Vector4 Horizon;
    public Vector4 Ground;

    /// <summary>w: which patches; 0 for none.</summary>
    public Vector4 BackgroundTop;
    public Vector4 BackgroundBottom;

    /// <summary>x: height; y: light left in shadow, 0..1; zw: x and z of the person's position.</summary>
    public Vector4 FloorPlane;
    public ContactPoints Contacts;

    /// <summary>Contact points of body and floor: xyz in world space, w a radius in metres, 0 for none.</summary>
    [InlineArray(Length)]
    public struct ContactPoints
    {
        public const int Length = 4;
        Vector4 _first;
    }

    public static FrameBlock From(in SceneLighting lights, in CameraView camera, in SceneBackground background, in ShadowVolume shadow)
    {
        var viewProjection = camera.ViewProjection;
        Matrix4x4.Invert(viewProjection, out var inverse);
        return new FrameBlock
        {
            ViewProjection = viewProjection,
            InverseViewProjection = inverse,
            ShadowMatrix = shadow.WorldToTexture,
            Eye = new Vector4(camera.Eye, 1),
            KeyDirection = new Vector4(lights.KeyDirection, lights.ShadowSoftness / (2 * shadow.Radius)),
            KeyColor = new Vector4(lights.KeyColor, lights.ShadowSoftness),
            FillDirection = new Vector4(lights.FillDirection, 0),
            FillColor = new Vector4(lights.FillColor, lights.Softness),
            RimDirection = new Vector4(lights.RimDirection, 0),
            RimColor = new Vector4(lights.RimColor, 0),
            Sky = new Vector4(lights.Sky, lights.Slope.X),
            Horizon = new Vector4(lights.Horizon, lights.Slope.Y),
            Ground = new Vector4(lights.Ground, 0),
            BackgroundTop = new Vector4(Srgb.ToLinear(background.Top), background.Patches),
            BackgroundBottom = new Vector4(Srgb.ToLinear(background.Bottom), 0),
            FloorPlane = new Vector4(background.FloorHeight, LightInShadow(lights), shadow.Center.X, shadow.Center.Z),
        };
    }

    /// <summary>The part of the floor's light that is not the key's.</summary>
    static float LightInShadow(in SceneLighting lights)
    {
        var around = Luminance(lights.Sky) + Luminance(lights.FillColor) * MathF.Max(lights.FillDirection.Y, 0);
        var key = Luminance(lights.KeyColor) * MathF.Max(lights.KeyDirection.Y, 0);
        return around / MathF.Max(around + key, 1e-6f);
    }

    static float Luminance(Vector3 linear) => Vector3.Dot(linear, new Vector3(0.2126f, 0.7152f, 0.0722f));
}
