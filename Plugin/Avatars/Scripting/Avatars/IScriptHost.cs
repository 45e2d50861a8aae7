using System.Threading;
using System.Threading.Tasks;
using Avatars.Imaging;

namespace Avatars.Scripting;

/// <summary>What scripts ask of the application that runs them: the viewer, the command line, a game.</summary>
public interface IScriptHost
{
    /// <summary>Makes one picture.</summary>
    Task<RgbImage> RenderAsync(AvatarShot shot, CancellationToken cancellation);

    /// <summary>Writes a picture file, .png or .jpg, for scripts that make stills.</summary>
    void Save(string path, RgbImage picture);

    /// <summary>The file that a script means: relative paths begin at the script's folder.</summary>
    string Resolve(string path);
}
