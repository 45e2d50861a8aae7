#version 410 core
// Vertices of a posed body, before a camera.
// Space in: model space, metres. Space out: clip space of a target whose first row is the picture's top.
// Counterpart: Body/BodyRasterizer.cs; both must give the same picture within 1/255 away from edges.
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec2 place; // in the atlas, 0..1, v down
layout(location = 3) in float density; // atlas sides per metre
layout(location = 4) in vec3 rest; // on the average body, metres
uniform mat4 view; // model space to camera space
uniform vec2 lens; // 2 * focal length / size of the picture
uniform vec2 planes; // near and far, metres
out vec2 fragmentPlace;
out float fragmentDensity;
out vec3 fragmentNormal, fragmentRest; // normal in camera space

void main()
{
    vec3 seen = (view * vec4(position, 1.0)).xyz;
    float depth = -seen.z;
    fragmentPlace = place;
    fragmentDensity = density;
    fragmentNormal = mat3(view) * normal;
    fragmentRest = rest;
    float clipDepth = ((planes.y + planes.x) * depth - 2.0 * planes.x * planes.y) / (planes.y - planes.x);
    gl_Position = vec4(lens.x * seen.x, -lens.y * seen.y, clipDepth, depth);
}
