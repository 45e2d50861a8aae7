#version 410 core
// The finished picture: the person, averaged down, over a gradient, or with STUDIO defined over a studio sweep: a floor with shadow
// that rises into a wall, or with PHOTOGRAPH defined over a picture, or with ALONE over nothing. A gradient whose top has a seed in w is
// drawn as soft patches, an out-of-focus background.
// Space: world. Colours: linear. Counterpart: Scenes/SceneBackground.cs, Scenes/FrameBlock.cs.
in vec3 farPoint;
in vec2 screen;
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
#ifdef PHOTOGRAPH
uniform sampler2D diffuseMap; // first row on top
#endif
uniform sampler2D person; // premultiplied alpha, once or twice this picture's size
layout(location = 0) out vec4 color;

float keyLight(vec3 point);

float chance(vec2 cell)
{
    vec3 p = fract(vec3(cell.xyx) * 0.1031 + backgroundTop.w * 0.0731);
    p += dot(p, p.yzx + 33.33);
    return fract((p.x + p.y) * p.z);
}

// Smooth values, 0..1, between random corners of a lattice.
float patches(vec2 p)
{
    vec2 cell = floor(p), f = fract(p);
    f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    return mix(mix(chance(cell), chance(cell + vec2(1.0, 0.0)), f.x), mix(chance(cell + vec2(0.0, 1.0)), chance(cell + vec2(1.0)), f.x), f.y);
}

#ifdef ALONE
vec3 encode(vec3 linear)
{
    linear = clamp(linear, 0.0, 1.0);
    return mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}

// The person alone: straight alpha, sRGB bytes, first row on top.
void main()
{
    vec4 front = texture(person, vec2(screen.x, -screen.y) * 0.5 + 0.5);
    color = vec4(front.a > 0.0 ? encode(front.rgb / front.a) : vec3(0.0), front.a);
}
#else
void main()
{
    vec3 background = mix(backgroundBottom.rgb, backgroundTop.rgb, smoothstep(-1.0, 1.0, screen.y));
#ifndef STUDIO
    if (backgroundTop.w > 0.0)
    {
        float upright = patches(screen * vec2(1.7, 0.5) + 7.0), level = patches(screen * vec2(0.9, 1.3) + 31.0), small = patches(screen * 2.3 + 53.0);
        background = mix(backgroundBottom.rgb, backgroundTop.rgb, smoothstep(0.2, 0.8, 0.55 * upright + 0.45 * level)) * (0.6 + 0.4 * level + 0.4 * small);
    }
#endif
#ifdef STUDIO
    background = backgroundTop.rgb * (1.06 - 0.12 * dot(screen, screen));
    vec3 ray = normalize(farPoint - eye.xyz);
    float reach = (floorPlane.x - eye.y) / min(ray.y, -1e-4);
    vec3 point = eye.xyz + ray * reach;
    float away = ray.y < 0.0 && reach > 0.0 ? length(point.xz - floorPlane.zw) : 1e3;
    float lit = mix(floorPlane.y, 1.0, keyLight(point));
    float open = 1.0;
    for (int i = 0; i < 4; i++)
    {
        vec3 to = point - contacts[i].xyz;
        float near = contacts[i].w * contacts[i].w;
        open *= 1.0 - 0.55 * near / (near + 2.5 * dot(to, to));
    }
    background = mix(backgroundBottom.rgb * lit * open, background, smoothstep(0.9, 3.2, away));
#endif
#ifdef PHOTOGRAPH
    background = texture(diffuseMap, vec2(screen.x, -screen.y) * 0.5 + 0.5).rgb;
#endif
    vec4 front = texture(person, screen * 0.5 + 0.5); // at twice the size, a linear read between four pixels
    color = vec4(front.rgb + background * (1.0 - front.a), 1.0);
}
#endif
