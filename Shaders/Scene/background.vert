#version 410 core
// One triangle over the whole picture, at the far plane. Output: the point of the far plane behind each pixel, world space.
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
out vec3 farPoint;
out vec2 screen; // -1..1, up

void main()
{
    screen = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    gl_Position = vec4(screen, 1.0, 1.0);
    vec4 world = inverseViewProjection * gl_Position;
    farPoint = world.xyz / world.w;
}
