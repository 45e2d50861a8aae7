#version 410 core
// One run of pixels of a pose map: an instance is a rectangle one pixel high.
// Space in: pixels, origin top-left. Space out: clip space of a target whose first row is the picture's top.
// Counterpart: PoseMaps/PixelSpan.cs; both must give the same picture within 1/255.
layout(location = 0) in vec3 span; // x, y, length
layout(location = 1) in vec4 spanColor;
uniform vec2 size; // pixels of the target
flat out vec4 fragmentColor;

void main()
{
    vec2 corner = span.xy + vec2((gl_VertexID & 1) == 1 ? span.z : 0.0, (gl_VertexID & 2) == 2 ? 1.0 : 0.0);
    fragmentColor = spanColor;
    gl_Position = vec4(corner / size * 2.0 - 1.0, 0.0, 1.0);
}
