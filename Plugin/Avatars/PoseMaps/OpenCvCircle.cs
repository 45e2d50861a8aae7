namespace Avatars.PoseMaps;

/// <summary>OpenCV's filled circle, pixel for pixel.</summary>
/// <remarks>opencv/opencv, modules/imgproc/src/drawing.cpp: Circle.</remarks>
internal static class OpenCvCircle
{
    public static void Fill(PixelSpans spans, int centerX, int centerY, int radius)
    {
        int error = 0, dx = radius, dy = 0, plus = 1, minus = 2 * radius - 1;
        while (dx >= dy)
        {
            spans.Add(centerY - dy, centerX - dx, centerX + dx);
            spans.Add(centerY + dy, centerX - dx, centerX + dx);
            spans.Add(centerY - dx, centerX - dy, centerX + dy);
            spans.Add(centerY + dx, centerX - dy, centerX + dy);
            dy++;
            error += plus;
            plus += 2;
            if (error > 0)
            {
                error -= minus;
                dx--;
                minus -= 2;
            }
        }
    }
}
