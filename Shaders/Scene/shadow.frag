#version 410 core
// The shadow map's depth; with CUTOUT defined, transparent texels cast none.
in vec2 uv;
uniform sampler2D diffuseMap;

void main()
{
#ifdef CUTOUT
    if (texture(diffuseMap, uv).a < 0.5)
        discard;
#endif
}
