#version 410 core
// The finished picture: the person, averaged down, over a gradient, or with ROOM defined over a studio sweep, a floor with shadow
// that rises into a wall.
// Space: world. Colours: linear. Twin: Scenes/SceneBackground.cs, Scenes/FrameBlock.cs.
in vec3 farPoint;
in vec2 screen;
layout(std140) uniform Frame
{
    mat4 viewProjection, inverseViewProjection, shadowMatrix;
    vec4 eye, keyDirection, keyColor, fillDirection, fillColor, rimDirection, rimColor, sky, horizon, ground;
    vec4 backgroundTop, backgroundBottom, floorPlane, contacts[4];
};
uniform sampler2D person; // premultiplied alpha, once or twice this picture's size
layout(location = 0) out vec4 color;

float keyLight(vec3 point);

void main()
{
    vec3 wall = mix(backgroundBottom.rgb, backgroundTop.rgb, smoothstep(-1.0, 1.0, screen.y));
#ifdef ROOM
    wall = backgroundTop.rgb * (1.06 - 0.12 * dot(screen, screen));
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
    wall = mix(backgroundBottom.rgb * lit * open, wall, smoothstep(0.9, 3.2, away));
#endif
    vec4 front = texture(person, screen * 0.5 + 0.5); // at twice the size, a linear read between four pixels
    color = vec4(front.rgb + wall * (1.0 - front.a), 1.0);
}
