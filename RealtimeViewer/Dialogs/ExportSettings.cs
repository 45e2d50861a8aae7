using Avatars.Exporting;

namespace Avatars.Viewer.Dialogs;

/// <summary>A kind of file that a scene is exported to.</summary>
/// <param name="Ending">Of the file; empty for a folder of pictures.</param>
/// <param name="Format">As of <see cref="MotionExport.Formats"/>, or a film or png of the generated person.</param>
sealed record ExportKind(string Name, string Format, string Ending, string Tip)
{
    public static readonly ExportKind[] All =
    [
        new("Film, MP4", "mp4", ".mp4", "A film of the generated person"),
        new("Film, WebM", "webm", ".webm", "A film of the generated person for the web; transparent where the model can"),
        new("Pictures, PNG", "png", "", "Each frame of the generated person as a picture; transparent where the model can"),
        new("Motion, BVH", "bvh", ".bvh", "Skeleton and motion, for Blender, MotionBuilder, Unity"),
        new("Scene, glTF (GLB)", "glb", ".glb", "Skeleton, motion and the skinned body"),
        new("VRM animation", "vrma", ".vrma", "Motion and expressions for VRM characters"),
        new("Pose file", "pose", ".pose", "Keypoints of all frames, as sign-language tools read them"),
        new("OpenPose JSON, 25", "openpose", ".json", "Keypoints: BODY_25, hands and face"),
        new("OpenPose JSON, 18", "openpose18", ".json", "Keypoints: COCO-18, hands and face, as ControlNet reads them"),
        new("COCO-WholeBody 133", "coco133", ".json", "Keypoints as MMPose reads them"),
        new("Pose maps, all styles", "pose-map", "", "The skeleton drawings of every system, a folder each"),
        new("Depth pictures", "depth", "", "Nearness of the body"), new("Normal pictures", "normal", "", "Directions of the body's surface"),
        new("Masks", "mask", "", "White on the body"), new("Surface coordinates", "surface", "", "The place on the body, as of DensePose"),
        new("C# script for Unity", "csharp", ".cs", "A behaviour that plays the motion on any humanoid"),
    ];

    public bool IsFolder => Ending.Length == 0;

    /// <summary>Whether the model makes it, rather than the rig alone.</summary>
    public bool IsGenerated => Format is "mp4" or "webm" or "png";
}

/// <summary>What is exported, and how.</summary>
sealed record ExportSettings(ExportKind Kind, string Path, int Width, int Height, float FramesPerSecond, bool IsTransparent,
    bool HasSound = false);
