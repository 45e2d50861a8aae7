using System;
using System.Collections.Generic;

namespace Avatars.Formats;

/// <summary>Two points that are joined when a component is drawn.</summary>
public readonly record struct PoseLimb(ushort From, ushort To);

/// <summary>A colour of a component's limbs, red, green, blue, as in the file.</summary>
public readonly record struct PoseColor(ushort Red, ushort Green, ushort Blue);

/// <summary>A run of points in a <c>.pose</c> file, such as <c>LEFT_HAND_LANDMARKS</c>.</summary>
/// <param name="Format">One character per number of a point, confidence last: <c>XYC</c> or <c>XYZC</c>.</param>
public sealed record PoseComponent(string Name, string Format, IReadOnlyList<string> Points, IReadOnlyList<PoseLimb> Limbs, IReadOnlyList<PoseColor> Colors)
{
    /// <summary>Numbers of a point without its confidence.</summary>
    public int Dimensions => Format.Length - 1;

    /// <summary>Index of the point of this exact name, or -1.</summary>
    public int IndexOf(string point)
    {
        for (var i = 0; i < Points.Count; i++)
            if (Points[i] == point)
                return i;
        return -1;
    }

    internal static PoseComponent Read(ref ByteReader reader)
    {
        var name = reader.Text("a component's name");
        var format = reader.Text("a component's format");
        if (format.Length is < 2 or > 9 || format[^1] != 'C')
            throw reader.Wrong($"the component '{BvhReader.Shorten(name)}' has the format '{BvhReader.Shorten(format)}'. Known are XYC and XYZC.");
        int points = reader.UInt16("the number of points"), limbs = reader.UInt16("the number of limbs"), colors = reader.UInt16("the number of colours");
        // A name takes two bytes at least, a limb four, a colour six: numbers that the file cannot hold are refused before memory is taken.
        if (2L * points + 4L * limbs + 6L * colors > reader.Left)
            throw reader.Wrong($"the component '{BvhReader.Shorten(name)}' announces {points} points, {limbs} limbs and {colors} colours, but "
                + $"only {reader.Left} bytes are left. The file was cut off.");
        var names = new string[points];
        for (var i = 0; i < points; i++)
            names[i] = reader.Text("a point's name");
        var edges = new PoseLimb[limbs];
        for (var i = 0; i < limbs; i++)
            edges[i] = new PoseLimb(reader.UInt16("a limb"), reader.UInt16("a limb"));
        var palette = new PoseColor[colors];
        for (var i = 0; i < colors; i++)
            palette[i] = new PoseColor(reader.UInt16("a colour"), reader.UInt16("a colour"), reader.UInt16("a colour"));
        return new PoseComponent(name, format, names, edges, palette);
    }

    internal void Write(ByteWriter writer)
    {
        writer.Text(Name);
        writer.Text(Format);
        writer.UInt16(Points.Count, "points");
        writer.UInt16(Limbs.Count, "limbs");
        writer.UInt16(Colors.Count, "colours");
        foreach (var point in Points)
            writer.Text(point);
        foreach (var limb in Limbs)
        {
            writer.UInt16(limb.From, "a limb");
            writer.UInt16(limb.To, "a limb");
        }
        foreach (var color in Colors)
        {
            writer.UInt16(color.Red, "a colour");
            writer.UInt16(color.Green, "a colour");
            writer.UInt16(color.Blue, "a colour");
        }
    }
}
