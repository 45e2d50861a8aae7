using System;
using System.Globalization;
using System.IO;
using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems.Pcdms;

/// <summary>Keypoints as the prior reads them: x and y of OpenPose's 18, interleaved. Allocates nothing for keypoints of one layout.</summary>
/// <remarks>How the published training's files were normalised is not known; the package names the rule that its weights were trained with.</remarks>
internal sealed class PcdmsCoordinates
{
    /// <summary>Numbers of one pose.</summary>
    public const int Length = 36;

    readonly float _missing, _sideBorder;
    readonly bool _isSigned;
    readonly Keypoint[] _body = new Keypoint[KeypointLayout.Body18.Count];
    KeypointConversion? _conversion;

    public PcdmsCoordinates(CoordinateSettings rule) => (_missing, _sideBorder, _isSigned) = ((float)rule.Missing, (float)rule.SideBorder, rule.IsSigned);

    /// <param name="keypoints">One person of <paramref name="layout"/>, pixels.</param>
    /// <param name="width">Of the picture that the pixels count.</param>
    /// <param name="coordinates">Receives <see cref="Length"/> numbers.</param>
    /// <exception cref="ArgumentException">The layout has no body keypoints, or a length is wrong.</exception>
    public void Write(KeypointLayout layout, ReadOnlySpan<Keypoint> keypoints, int width, int height, Span<float> coordinates)
    {
        if (coordinates.Length != Length)
            throw new ArgumentException($"A pose has {Length} coordinates; the buffer holds {coordinates.Length}.", nameof(coordinates));
        if (_conversion?.From != layout)
            _conversion = new KeypointConversion(layout, KeypointLayout.Body18);
        _conversion.Run(keypoints, _body);
        for (var i = 0; i < _body.Length; i++)
        {
            var point = _body[i];
            var across = (point.X / width - _sideBorder) / (1 - 2 * _sideBorder);
            coordinates[2 * i] = point.IsPresent ? Scaled(across) : _missing;
            coordinates[2 * i + 1] = point.IsPresent ? Scaled(point.Y / height) : _missing;
        }
    }

    /// <summary>Reads a file of the published training: 18 lines "x y", normalised already.</summary>
    /// <exception cref="FormatException">A line is no pair of numbers, or there are not 18.</exception>
    public static float[] Read(string path)
    {
        var lines = File.ReadAllText(path).TrimEnd().Split('\n');
        if (lines.Length != Length / 2)
            throw new FormatException($"'{path}' has {lines.Length} lines; a file of coordinates has {Length / 2}, \"x y\" each.");
        var coordinates = new float[Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || !TryParse(words[0], out coordinates[2 * i]) || !TryParse(words[1], out coordinates[2 * i + 1]))
                throw new FormatException($"'{path}', line {i + 1}: this is not a pair of coordinates, \"x y\".");
        }
        return coordinates;
    }

    float Scaled(float fraction) => _isSigned ? 2 * fraction - 1 : fraction;

    static bool TryParse(string word, out float value) =>
        float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !float.IsNaN(value) && !float.IsInfinity(value);
}
