#version 410 core
// Skin, cloth, hair or eye (one of these names is defined) under a key light with shadow, a fill, a rim light and a sky gradient.
// Options: NORMAL_MAP, OCCLUSION_MAP; CUTOUT drops alpha below 0.5, SOFT keeps only what CUTOUT drops, for blending.
// Space: world. Input colours: linear (sRGB textures). Output: linear, straight alpha (1 unless SOFT). Counterpart: Scenes/FrameBlock.cs.
in vec3 worldPosition;
in vec3 worldNormal;
in vec2 uv;
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
uniform sampler2D diffuseMap, normalMap, occlusionMap;
uniform vec3 tint; // linear
layout(location = 0) out vec4 color;

float keyLight(vec3 point);

#ifdef SKIN
const vec3 wrap = vec3(0.42, 0.24, 0.18); // light seeps past the terminator, red the farthest
const float gloss = 22.0, strength = 0.22, grazing = 0.9;
#endif
#ifdef CLOTH
const vec3 wrap = vec3(0.12);
const float gloss = 10.0, strength = 0.05, grazing = 0.5;
#endif
#ifdef HAIR
const vec3 wrap = vec3(0.3);
const float gloss = 40.0, strength = 0.35, grazing = 0.4;
#endif
#ifdef EYE
const vec3 wrap = vec3(0.25);
const float gloss = 180.0, strength = 2.2, grazing = 0.6;
#endif

// Colours up to the knee stay; brighter ones approach 1.
vec3 shoulder(vec3 c)
{
    const float knee = 0.62;
    return min(c, vec3(knee)) + (1.0 - knee) * (1.0 - exp(-max(c - knee, 0.0) / (1.0 - knee)));
}

void main()
{
    vec4 texel = texture(diffuseMap, uv);
#ifdef CUTOUT
    if (texel.a < 0.5)
        discard;
#endif
#ifdef SOFT
    if (texel.a >= 0.5 || texel.a < 0.02)
        discard;
#endif
    vec3 albedo = texel.rgb * tint;
    vec3 toEye = normalize(eye.xyz - worldPosition);
    vec3 surface = normalize(gl_FrontFacing ? worldNormal : -worldNormal);
    vec3 normal = surface;
#if defined(NORMAL_MAP) || defined(HAIR)
    // The texture's axes on the surface, from screen-space derivatives.
    vec3 px = dFdx(worldPosition), py = dFdy(worldPosition);
    vec2 tx = dFdx(uv), ty = dFdy(uv);
    vec3 across = cross(py, surface), along = cross(surface, px);
    vec3 tangent = across * tx.x + along * ty.x;
    vec3 bitangent = across * tx.y + along * ty.y;
    float scale = inversesqrt(max(max(dot(tangent, tangent), dot(bitangent, bitangent)), 1e-20));
#endif
#ifdef NORMAL_MAP
    vec3 bump = texture(normalMap, uv).xyz * 2.0 - 1.0;
    normal = normalize(surface * bump.z + (tangent * bump.x - bitangent * bump.y) * scale); // green is up, v is down
#endif
    float open = 1.0;
#ifdef OCCLUSION_MAP
    open = texture(occlusionMap, uv).r;
#endif

    float facing = dot(normal, keyDirection.xyz);
    // Off the surface by as much as the blur reaches below it, so that it does not shade itself.
    float grade = clamp(dot(surface, keyDirection.xyz), 0.0, 1.0);
    float lit = keyLight(worldPosition + surface * (0.004 + keyColor.w * sqrt(1.0 - grade * grade)));
    vec3 around = wrap + fillColor.w * (0.4 + wrap);
    vec3 key = max((facing + around) / ((1.0 + around) * (1.0 + around)), 0.0);
#ifdef SKIN
    vec3 reached = lit + vec3(0.30, 0.06, 0.03) * lit * (1.0 - lit); // shadows on skin have a warm edge
#else
    float reached = lit;
#endif
    vec3 light = keyColor.rgb * key * reached;
    light += fillColor.rgb * max((dot(normal, fillDirection.xyz) + around) / (1.0 + around), 0.0);
    vec3 ambient = normal.y > 0.0 ? mix(horizon.rgb, sky.rgb, normal.y) : mix(horizon.rgb, ground.rgb, -normal.y);
    ambient *= 1.0 + dot(normal.xz, vec2(sky.w, horizon.w));
    light += ambient * open;

    float edge = 1.0 - max(dot(normal, toEye), 0.0);
    float edge2 = edge * edge;
    float fresnel = edge2 * edge2 * edge;
    vec3 h = normalize(keyDirection.xyz + toEye);
#ifdef HAIR
    vec3 strand = normalize(bitangent + vec3(0.0, 1e-6, 0.0));
    float slant = dot(strand, h);
    float shine = pow(max(1.0 - slant * slant, 0.0), 0.5 * gloss) * smoothstep(-0.3, 0.4, facing);
    vec3 highlight = keyColor.rgb * shine * strength * lit * (albedo * 2.0 + 0.06);
#else
    float shine = pow(max(dot(normal, h), 0.0), gloss) * max(facing, 0.0);
    vec3 highlight = keyColor.rgb * (shine * strength * lit * (0.3 + grazing * fresnel));
#endif
    float rim = max(dot(normal, rimDirection.xyz) + 0.25, 0.0) * edge2;
    highlight += rimColor.rgb * rim * (0.35 + albedo) + ambient * fresnel * grazing * 0.25 * open;
    color = vec4(shoulder(albedo * light + highlight), 1.0);
#ifdef SOFT
    color.a = texel.a;
#endif
}
