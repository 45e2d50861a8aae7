#version 410 core
// How much of the key light reaches a point: four filtered reads of the shadow map around it. Linked into what is lit.
// With SPARSE defined each of four neighbouring pixels takes one of the reads, for pictures that are averaged down afterwards.
// Space: world. Output: 0 (shadow) to 1 (light).
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
uniform sampler2DShadow shadowMap;

float keyLight(vec3 point)
{
    vec3 p = (shadowMatrix * vec4(point, 1.0)).xyz;
    float step = keyDirection.w; // blur, in shadow map units
    vec2 taps[4] = vec2[](vec2(-1.0, -0.4), vec2(0.4, -1.0), vec2(-0.4, 1.0), vec2(1.0, 0.4));
#ifdef SPARSE
    ivec2 pixel = ivec2(gl_FragCoord.xy) & 1;
    return texture(shadowMap, p + vec3(step * taps[pixel.x + 2 * pixel.y], 0.0));
#else
    float lit = 0.0;
    for (int i = 0; i < 4; i++)
        lit += 0.25 * texture(shadowMap, p + vec3(step * taps[i], 0.0));
    return lit;
#endif
}
