#version 410 core
// One shape of the viewer's panels: a box with round corners and a rim, a glyph, a picture, a line, a bone as a shaded tube, or a
// diamond.
// Space: pixels of the window, origin top-left, +y down. Output: sRGB-encoded colour, straight alpha.
// Counterpart: RealtimeViewer/Ui/DrawList.cs, whose Shape is the instance.
in vec2 pixels;
in vec2 texturePoint;
flat in vec4 bounds, source, clip, fillColor, edgeColor;
flat in vec3 style;
uniform sampler2D picture;
layout(location = 0) out vec4 color;

const int Box = 0, Glyph = 1, Picture = 2, Line = 3, Tube = 4, Diamond = 5;
const float GlyphWeight = 0.85; // light text on a dark background looks thinner than it is

float distanceToBox(vec2 p, vec4 box, float radius)
{
    vec2 halfSize = (box.zw - box.xy) * 0.5;
    vec2 outside = abs(p - (box.xy + box.zw) * 0.5) - halfSize + radius;
    return length(max(outside, 0.0)) + min(max(outside.x, outside.y), 0.0) - radius;
}

float coverage(float distance)
{
    return clamp(0.5 - distance, 0.0, 1.0);
}

vec4 box()
{
    float distance = distanceToBox(pixels, bounds, style.y);
    float inner = coverage(distance + style.z);
    vec4 mixed = mix(edgeColor, fillColor, style.z > 0.0 ? inner : 1.0);
    return vec4(mixed.rgb, mixed.a * coverage(distance));
}

vec4 diamond()
{
    vec2 away = abs(pixels - (bounds.xy + bounds.zw) * 0.5);
    float distance = (away.x + away.y - (bounds.z - bounds.x) * 0.5) * 0.70711;
    vec4 mixed = mix(edgeColor, fillColor, coverage(distance + style.z));
    return vec4(mixed.rgb, mixed.a * coverage(distance));
}

// From one end's half width to the other's. The tube is lit from above and the front.
vec4 line(bool isTube)
{
    vec2 along = bounds.zw - bounds.xy;
    float t = clamp(dot(pixels - bounds.xy, along) / max(dot(along, along), 1e-6), 0.0, 1.0); // a point when both ends are one
    vec2 away = pixels - bounds.xy - t * along;
    float halfWidth = mix(source.x, source.y, t);
    float distance = length(away);
    vec3 shaded = fillColor.rgb;
    if (isTube)
    {
        vec2 side = away / max(halfWidth, 1e-3);
        vec3 normal = vec3(side.x, -side.y, sqrt(max(1.0 - dot(side, side), 0.0)));
        float light = max(dot(normal, normalize(vec3(-0.4, 0.7, 0.9))), 0.0);
        shaded = fillColor.rgb * (0.45 + 0.65 * light) + edgeColor.rgb * pow(light, 24.0);
    }
    return vec4(shaded, fillColor.a * coverage(distance - halfWidth));
}

void main()
{
    if (any(lessThan(pixels, clip.xy)) || any(greaterThan(pixels, clip.zw)))
        discard;
    int kind = int(style.x + 0.5);
    if (kind == Box)
        color = box();
    else if (kind == Glyph)
        color = vec4(fillColor.rgb, fillColor.a * pow(texture(picture, texturePoint).r, GlyphWeight));
    else if (kind == Picture)
    {
        vec4 texel = texture(picture, texturePoint); // filtered together with transparent black where the picture has a transparent ground
        color = vec4(texel.rgb / max(texel.a, 1e-3), fillColor.a * texel.a * coverage(distanceToBox(pixels, bounds, style.y)));
    }
    else if (kind == Diamond)
        color = diamond();
    else
        color = line(kind == Tube);
}
