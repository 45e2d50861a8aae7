using Avatars.Fixtures;
using Avatars.Graphics;
using Silk.NET.OpenGL;

namespace Avatars.Tests.Graphics;

/// <summary>Tests that draw: one context a fixture; skipped with a reason where there is no display or OpenGL.</summary>
[Category("Gpu")]
public abstract class GpuTests
{
    GraphicsContext? _context;

    protected GL Gl => _context!.Gl;

    [OneTimeSetUp]
    public void MakeContext()
    {
        try
        {
            _context = new GraphicsContext();
        }
        catch (Exception error) when (error is PlatformNotSupportedException or InvalidOperationException)
        {
            SharedFolders.Missing($"No OpenGL here: {error.Message}");
        }
    }

    [SetUp]
    public void TakeContext() => _context!.MakeCurrent();

    [TearDown]
    public void Leaves_no_OpenGL_error() => Assert.That(Gl.GetError(), Is.EqualTo(GLEnum.NoError));

    [OneTimeTearDown]
    public void DropContext() => _context?.Dispose();
}
