#version 410 core
// The colour of a run of pixels, unchanged. Output: sRGB bytes, straight alpha.
flat in vec4 fragmentColor;
layout(location = 0) out vec4 color;

void main()
{
    color = fragmentColor;
}
