#version 410 core
// Moves one vertex with its four joints (linear blend), for the picture and, with SHADOW defined, for the shadow map.
// Space: model space, equal to world space. Counterpart: Scenes/CharacterModel.cs (attributes), Scenes/JointPalette.cs, Scenes/FrameBlock.cs.
layout(location = 0) in vec3 restPosition;
layout(location = 1) in vec3 restNormal;
layout(location = 2) in vec2 textureCoordinate;
layout(location = 3) in uvec4 joints;
layout(location = 4) in vec4 weights;

layout(std140) uniform Palette { vec4 rows[3 * 256]; }; // three rows a joint: rest pose to posed
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
uniform float depthBias; // metres towards the eye

out vec3 worldPosition;
out vec3 worldNormal;
out vec2 uv;

void main()
{
    uvec4 first = joints * 3u;
    vec4 row0 = rows[first.x] * weights.x + rows[first.y] * weights.y + rows[first.z] * weights.z + rows[first.w] * weights.w;
    first += 1u;
    vec4 row1 = rows[first.x] * weights.x + rows[first.y] * weights.y + rows[first.z] * weights.z + rows[first.w] * weights.w;
    first += 1u;
    vec4 row2 = rows[first.x] * weights.x + rows[first.y] * weights.y + rows[first.z] * weights.z + rows[first.w] * weights.w;
    vec4 rest = vec4(restPosition, 1.0);
    worldPosition = vec3(dot(row0, rest), dot(row1, rest), dot(row2, rest));
    uv = textureCoordinate;
#ifdef SHADOW
    worldNormal = vec3(0.0);
    gl_Position = shadowMatrix * vec4(worldPosition, 1.0);
    gl_Position.xyz = gl_Position.xyz * 2.0 - 1.0; // the matrix leads to texture space; this light has no perspective
#else
    worldNormal = vec3(dot(row0.xyz, restNormal), dot(row1.xyz, restNormal), dot(row2.xyz, restNormal));
    gl_Position = viewProjection * vec4(worldPosition, 1.0);
    vec4 nearer = viewProjection * vec4(worldPosition + normalize(eye.xyz - worldPosition) * depthBias, 1.0);
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
#endif
}
