#version 410 core
// One shape of the viewer's panels as a rectangle that holds it with a pixel to spare.
// Space: pixels of the window, origin top-left, +y down. One instance per shape.
// Counterpart: RealtimeViewer/Ui/DrawList.cs, whose Shape is the instance.
layout(location = 0) in vec4 instanceBounds; // left, top, right, bottom; a line's two ends
layout(location = 1) in vec4 instanceSource; // part of the texture, 0..1; a line's half widths at both ends
layout(location = 2) in vec4 instanceClip; // left, top, right, bottom
layout(location = 3) in vec4 instanceColor; // sRGB-encoded, straight alpha
layout(location = 4) in vec4 instanceEdge; // likewise: the rim
layout(location = 5) in vec3 instanceStyle; // kind, corner radius, rim's width
uniform vec2 windowPixels;
out vec2 pixels;
out vec2 texturePoint;
flat out vec4 bounds, source, clip, fillColor, edgeColor;
flat out vec3 style;

const int Line = 3, Tube = 4;

void main()
{
    bounds = instanceBounds;
    source = instanceSource;
    clip = instanceClip;
    fillColor = instanceColor;
    edgeColor = instanceEdge;
    style = instanceStyle;
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 low = instanceBounds.xy, high = instanceBounds.zw;
    int kind = int(instanceStyle.x + 0.5);
    if (kind == Line || kind == Tube)
    {
        float reach = max(instanceSource.x, instanceSource.y) + 1.0;
        low = min(instanceBounds.xy, instanceBounds.zw) - reach;
        high = max(instanceBounds.xy, instanceBounds.zw) + reach;
    }
    pixels = mix(low, high, corner);
    texturePoint = mix(instanceSource.xy, instanceSource.zw, corner);
    gl_Position = vec4(pixels / windowPixels * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
