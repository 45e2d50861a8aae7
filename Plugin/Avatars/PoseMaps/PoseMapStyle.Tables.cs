using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>The styles there are: Avatar's own, and those that the published systems were trained with.</summary>
/// <remarks>dhlee-work/FPDM src/fusion/datautil.py; tencent-ailab/PCDMs src/controlnet_aux; muzishen/IMAGPose dwpose.</remarks>
public sealed partial class PoseMapStyle
{
    /// <summary>How far the published drawers dim the limbs of a DWPose or OpenPose body.</summary>
    const double LimbDimming = 0.6;

    const float DwposeThreshold = 0.3f; // below it the published code counts a point as missing

    /// <summary>OpenPose's rainbow: limb k and joint k have colour k.</summary>
    static readonly RgbColor[] BodyColors =
    [
        new(255, 0, 0), new(255, 85, 0), new(255, 170, 0), new(255, 255, 0), new(170, 255, 0), new(85, 255, 0),
        new(0, 255, 0), new(0, 255, 85), new(0, 255, 170), new(0, 255, 255), new(0, 170, 255), new(0, 85, 255),
        new(0, 0, 255), new(85, 0, 255), new(170, 0, 255), new(255, 0, 255), new(255, 0, 170), new(255, 0, 85),
    ];

    /// <summary>The 20 edges of a hand go once round the colour circle.</summary>
    static readonly RgbColor[] HandColors = Enumerable.Range(0, 20).Select(edge => RgbColor.FromHsv(edge / 20.0, 1, 1)).ToArray();

    static readonly RgbColor HandDotColor = new(0, 0, 255);

    /// <summary>Avatar's own: body, every finger, and the face, for maps of about 256 x 256. The default model was trained on it.</summary>
    public static PoseMapStyle Avatar { get; } = new("avatar", KeypointLayout.Avatar128, AvatarPoseStyle.Elements(BodyColors)) { ExpectsWholePeople = true };

    /// <summary>FPDM on DeepFashion as in training: on a canvas of 375 x 550, then resized to what the network takes.</summary>
    public static PoseMapStyle FpdmDeepFashion { get; } = new("fpdm-deepfashion", KeypointLayout.Body18, FpdmBody(limbHalfWidth: 4)) { Canvas = (375, 550) };

    /// <summary>FPDM on DeepFashion at the size of the picture itself.</summary>
    public static PoseMapStyle FpdmDeepFashionNative { get; } = new("fpdm-deepfashion-native", KeypointLayout.Body18, FpdmBody(limbHalfWidth: 4));

    /// <summary>FPDM on Phoenix (sign language). The half-width of its limbs was not published; 2 is an assumption of this project.</summary>
    public static PoseMapStyle FpdmPhoenix { get; } = FpdmPhoenixOf(limbHalfWidth: 2);

    /// <summary>PCDMs through its DWPose: thin hands, no face.</summary>
    public static PoseMapStyle PcdmsDwpose { get; } = new("pcdms-dwpose", KeypointLayout.Avatar128,
        Dwpose(lineThickness: 1, dotRadius: 1)) { ConfidenceThreshold = DwposeThreshold };

    /// <summary>PCDMs through its OpenPose: thick hands, and the face as white dots.</summary>
    public static PoseMapStyle PcdmsOpenpose { get; } = new("pcdms-openpose", KeypointLayout.Avatar128, Openpose());

    /// <summary>IMAGPose through its DWPose: thick hands, no face.</summary>
    public static PoseMapStyle ImagposeDwpose { get; } = new("imagpose-dwpose", KeypointLayout.Avatar128,
        Dwpose(lineThickness: 2, dotRadius: 4)) { ConfidenceThreshold = DwposeThreshold };

    /// <summary>Every style there is, for looking one up by name.</summary>
    public static IReadOnlyList<PoseMapStyle> All { get; } = new[] { Avatar, FpdmDeepFashion, FpdmDeepFashionNative, FpdmPhoenix, PcdmsDwpose,
        PcdmsOpenpose, ImagposeDwpose };

    /// <exception cref="ArgumentException">There is no style of this name.</exception>
    public static PoseMapStyle Find(string name) =>
        All.FirstOrDefault(style => string.Equals(style.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"'{name}' is not a pose-map style. Known: {string.Join(", ", All.Select(style => style.Name))}.", nameof(name));

    /// <summary>The Phoenix drawing with limbs of another width.</summary>
    /// <param name="limbHalfWidth">Pixels.</param>
    public static PoseMapStyle FpdmPhoenixOf(int limbHalfWidth)
    {
        var dots = FpdmPhoenixTables.Colors.Select((color, i) => new PoseMapElement(PoseMapShape.Dot, [i], color.Swapped(), Size: 2));
        var limbs = FpdmPhoenixTables.Limbs.Select((limb, i) => new PoseMapElement(PoseMapShape.Limb, limb, FpdmPhoenixTables.Colors[i].Swapped(),
            limbHalfWidth) { IsMixed = true });
        return new PoseMapStyle("fpdm-phoenix", KeypointLayout.CocoWholeBody133, dots.Concat(limbs));
    }

    /// <summary>FPDM saved RGB drawings as BGR; its networks were trained with the swapped colours.</summary>
    static IEnumerable<PoseMapElement> FpdmBody(int limbHalfWidth) =>
        BodyDots(color => color.Swapped()).Concat(BodyLimbs(color => color.Swapped()).Select(limb => limb with { Size = limbHalfWidth, IsMixed = true }));

    /// <summary>The first limb of all people before the second of any; likewise joints, left hands, right hands.</summary>
    static IEnumerable<PoseMapElement> Dwpose(int lineThickness, int dotRadius) =>
        BodyLimbs(color => color.Dimmed(LimbDimming)).Concat(BodyDots(color => color)).Select((element, i) => element with { Step = i })
            .Concat(Hand("leftHand", lineThickness, dotRadius).Select(element => element with { Step = 100 }))
            .Concat(Hand("rightHand", lineThickness, dotRadius).Select(element => element with { Step = 101 }));

    static IEnumerable<PoseMapElement> Openpose() =>
        BodyLimbs(color => color.Dimmed(LimbDimming)).Concat(BodyDots(color => color))
            .Concat(Hand("leftHand", lineThickness: 2, dotRadius: 4)).Concat(Hand("rightHand", lineThickness: 2, dotRadius: 4))
            .Concat(FaceDots(radius: 3));

    static IEnumerable<PoseMapElement> BodyLimbs(Func<RgbColor, RgbColor> paint) =>
        KeypointLayout.Body18.Edges.ToArray().Select((edge, i) => new PoseMapElement(PoseMapShape.Limb, [edge.From, edge.To], paint(BodyColors[i]), Size: 4));

    static IEnumerable<PoseMapElement> BodyDots(Func<RgbColor, RgbColor> paint) =>
        BodyColors.Select((color, i) => new PoseMapElement(PoseMapShape.Dot, [i], paint(color), Size: 4));

    static IEnumerable<PoseMapElement> Hand(string part, int lineThickness, int dotRadius)
    {
        var start = KeypointLayout.Avatar128.Part(part).Start;
        var lines = KeypointLayout.Hand21.Edges.ToArray().Select((edge, i) =>
            new PoseMapElement(PoseMapShape.Line, [start + edge.From, start + edge.To], HandColors[i], lineThickness) { NeedsInside = true });
        var dots = Enumerable.Range(start, 21).Select(point => new PoseMapElement(PoseMapShape.Dot, [point], HandDotColor, dotRadius) { NeedsInside = true });
        return lines.Concat(dots);
    }

    static IEnumerable<PoseMapElement> FaceDots(int radius)
    {
        var face = KeypointLayout.Avatar128.Part("face");
        return Enumerable.Range(face.Start, face.Count)
            .Select(point => new PoseMapElement(PoseMapShape.Dot, [point], RgbColor.White, radius) { NeedsInside = true });
    }
}
