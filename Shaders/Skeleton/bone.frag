#version 410 core
// A tapering capsule with a soft edge and a darker rim.
// Space: pixels, origin bottom-left. Output: linear, straight alpha.
flat in vec2 startPixels, endPixels, radii;
flat in vec4 fragmentColor;
layout(location = 0) out vec4 color;

void main()
{
    vec2 along = endPixels - startPixels, to = gl_FragCoord.xy - startPixels;
    float t = clamp(dot(to, along) / max(dot(along, along), 1e-6), 0.0, 1.0); // a point when both ends are one
    float inside = mix(radii.x, radii.y, t) + 0.5 - length(to - t * along);
    float rim = clamp(inside - 1.0, 0.0, 1.0);
    color = vec4(fragmentColor.rgb * (0.35 + 0.65 * rim), fragmentColor.a * clamp(inside, 0.0, 1.0));
}
