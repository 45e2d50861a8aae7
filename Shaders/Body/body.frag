#version 410 core
// A posed body with its texture: the channels of a pose map, or with VIEW defined a lit picture of the body for people to look at.
// Output: colours are sRGB bytes. The rows begin at the picture's top.
// Counterpart: Body/BodyRasterizer.Shading.cs and Body/TextureSampling.cs; both must give the same picture within 1/255 away from edges.
in vec2 fragmentPlace;
in float fragmentDensity;
in vec3 fragmentNormal, fragmentRest;
uniform sampler2D atlas; // RGB and confidence, a level for each halving, read texel by texel
uniform vec2 atlasLevels; // texels of the largest side, number of levels; 0 levels for no texture
uniform float focalLength; // pixels
#ifdef VIEW
layout(location = 0) out vec4 color;
#else
uniform usampler2D parts; // of each triangle, rows of 256
layout(location = 0) out vec4 color; // RGB and confidence
layout(location = 1) out vec4 surface; // place in the atlas, 1 / depth in metres, 1 + triangle
layout(location = 2) out vec4 normalAndPart; // unit normal in camera space, part of the body
layout(location = 3) out vec4 restPlace; // place on the average body at rest, metres
#endif

// Colour times confidence, and confidence, 0..255.
vec4 texel(ivec2 at, int level)
{
    vec4 value = texelFetch(atlas, at, level) * 255.0;
    return vec4(value.rgb * value.a, value.a);
}

vec4 bilinear(int level)
{
    int side = int(atlasLevels.x) >> level;
    vec2 at = clamp(fragmentPlace * float(side) - 0.5, 0.0, float(side - 1));
    ivec2 low = ivec2(at);
    ivec2 high = min(low + 1, side - 1);
    vec2 share = at - vec2(low);
    return (1.0 - share.y) * ((1.0 - share.x) * texel(low, level) + share.x * texel(ivec2(high.x, low.y), level))
        + share.y * ((1.0 - share.x) * texel(ivec2(low.x, high.y), level) + share.x * texel(high, level));
}

// Exponent from the bits, and a quadratic for the rest, as on the CPU.
float logarithm2(float value)
{
    int bits = floatBitsToInt(value);
    float mantissa = intBitsToFloat(bits & 0x007FFFFF | 0x3F800000);
    return float((bits >> 23) - 127) + (mantissa - 1.0) * (5.0 - mantissa) / 3.0;
}

// RGB and confidence, 0..255.
vec4 textureColor()
{
    if (atlasLevels.y == 0.0)
        return vec4(0.0);
    float texelsPerPixel = fragmentDensity * atlasLevels.x / (focalLength * gl_FragCoord.w);
    float level = min(logarithm2(max(texelsPerPixel, 1.0)), atlasLevels.y - 1.0);
    int lower = int(level);
    vec4 sum = bilinear(lower);
    if (level > float(lower) && lower + 1 < int(atlasLevels.y))
        sum += (level - float(lower)) * (bilinear(lower + 1) - sum);
    return sum.a > 0.5 ? vec4(sum.rgb / sum.a, sum.a) : vec4(0.0);
}

void main()
{
    vec3 normal = fragmentNormal * inversesqrt(max(dot(fragmentNormal, fragmentNormal), 1e-12));
    vec4 known = textureColor();
#ifdef VIEW
    // Clay where no picture showed the body; lit from above and the front.
    vec3 albedo = mix(vec3(0.68, 0.70, 0.74), known.rgb / 255.0, smoothstep(0.0, 96.0, known.a));
    float light = max(dot(normal, normalize(vec3(-0.3, 0.6, 0.8))), 0.0);
    color = vec4(albedo * (0.62 + 0.45 * light), 1.0);
#else
    color = known / 255.0;
    surface = vec4(fragmentPlace, gl_FragCoord.w, float(gl_PrimitiveID + 1));
    normalAndPart = vec4(normal, float(texelFetch(parts, ivec2(gl_PrimitiveID & 255, gl_PrimitiveID >> 8), 0).r));
    restPlace = vec4(fragmentRest, 1.0);
#endif
}
