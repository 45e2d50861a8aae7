using Avatars.Imaging;
using Silk.NET.OpenGL;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer.Library;

/// <summary>Pictures of panels as textures. Borrows GL.</summary>
sealed class PanelTextures(GL gl) : IDisposable
{
    readonly Dictionary<uint, Texture> _all = [];

    /// <returns>The handle.</returns>
    public uint Add(RgbImage picture)
    {
        var texture = Texture.Screen(gl, picture.Width, picture.Height);
        texture.Update(picture);
        _all.Add(texture.Handle, texture);
        return texture.Handle;
    }

    /// <param name="handle">Of <see cref="Add"/>; an unknown one is ignored.</param>
    public void Remove(uint handle)
    {
        if (_all.Remove(handle, out var texture))
            texture.Dispose();
    }

    public void Dispose()
    {
        foreach (var texture in _all.Values)
            texture.Dispose();
    }
}
