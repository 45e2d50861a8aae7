using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>
/// How a pose is drawn for a network: which keypoints, and what is drawn of them in which order, colour and width. A network needs the style of its
/// training; a map in another style is the most frequent cause of bad pictures. A value: a system's drawing is a table, not a class.
/// </summary>
public sealed partial class PoseMapStyle
{
    readonly PoseMapElement[] _elements;

    /// <param name="elements">In drawing order, steps ascending.</param>
    /// <exception cref="ArgumentException">An element names a keypoint that the layout lacks, or too few.</exception>
    public PoseMapStyle(string name, KeypointLayout layout, IEnumerable<PoseMapElement> elements)
    {
        (Name, Layout, _elements) = (name, layout, elements.ToArray());
        foreach (var element in _elements)
        {
            if (element.Points.Length < (element.Shape == PoseMapShape.Dot ? 1 : 2))
                throw new ArgumentException($"The style '{name}' has a {element.Shape} of {element.Points.Length} keypoints.", nameof(elements));
            if (element.Points.Any(point => point < 0 || point >= layout.Count))
                throw new ArgumentException($"The style '{name}' draws keypoints {string.Join(", ", element.Points)}, but '{layout.Name}' "
                    + $"has {layout.Count}.", nameof(elements));
        }
    }

    public string Name { get; }

    /// <summary>Required layout of the keypoints.</summary>
    public KeypointLayout Layout { get; }

    public ReadOnlySpan<PoseMapElement> Elements => _elements;

    /// <summary>A keypoint is drawn if its confidence is above this.</summary>
    public float ConfidenceThreshold { get; init; }

    /// <summary>Pixels of the canvas that the map is drawn on before it is resized (Pillow's bicubic); null where it is drawn at the size asked for.</summary>
    public (int Width, int Height)? Canvas { get; init; }

    /// <summary>
    /// Whether the model was trained on people in their own proportions, with face and hands, as drawn from a rig: keypoints of a picture with
    /// another aspect ratio are fitted without distortion, and a missing face or hand is completed. The published systems distort pictures and draw
    /// only the given points.
    /// </summary>
    public bool ExpectsWholePeople { get; init; }

    public override string ToString() => Name;
}
