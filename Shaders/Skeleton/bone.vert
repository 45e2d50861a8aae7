#version 410 core
// A bone or a joint: a quad around a tapering capsule between two points, one instance each, facing the screen.
// Space in: world. Space out: pixels, origin bottom-left. Counterpart: Scenes/SkeletonRenderer.cs.
layout(location = 0) in vec3 start;
layout(location = 1) in float startRadius; // pixels
layout(location = 2) in vec3 end;
layout(location = 3) in float endRadius; // pixels
layout(location = 4) in vec4 boneColor; // linear, straight alpha
uniform mat4 viewProjection;
uniform vec2 size; // pixels of the picture
flat out vec2 startPixels, endPixels, radii;
flat out vec4 fragmentColor;

vec2 pixels(vec4 clip)
{
    return (clip.xy / clip.w * 0.5 + 0.5) * size;
}

void main()
{
    vec4 startClip = viewProjection * vec4(start, 1.0);
    vec4 endClip = viewProjection * vec4(end, 1.0);
    startPixels = pixels(startClip);
    endPixels = pixels(endClip);
    radii = vec2(startRadius, endRadius);
    fragmentColor = boneColor;
    vec2 along = endPixels - startPixels;
    along = dot(along, along) > 1e-6 ? normalize(along) : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    bool atEnd = (gl_VertexID & 1) == 1;
    float reach = max(startRadius, endRadius) + 1.0;
    vec2 corner = (atEnd ? endPixels + along * reach : startPixels - along * reach) + across * ((gl_VertexID & 2) == 2 ? reach : -reach);
    bool isSeen = startClip.w > 0.0 && endClip.w > 0.0;
    gl_Position = isSeen ? vec4(corner / size * 2.0 - 1.0, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
