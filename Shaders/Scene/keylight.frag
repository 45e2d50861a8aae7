#version 410 core
// How much of the key light reaches a point: four filtered reads of the shadow map. Linked into what is lit.
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
    return 0.25 * (texture(shadowMap, p + vec3(-step, -0.4 * step, 0.0)) + texture(shadowMap, p + vec3(0.4 * step, -step, 0.0))
        + texture(shadowMap, p + vec3(step, 0.4 * step, 0.0)) + texture(shadowMap, p + vec3(-0.4 * step, step, 0.0)));
}
