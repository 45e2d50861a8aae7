#version 410 core
// One pass of a resize, of each row or with COLUMNS defined of each column, in whole numbers and so byte for byte.
// Space: texels, first row the top of the picture. Counterpart: Imaging/PictureResizer.cs, Imaging/ResizeWeights.cs.
uniform sampler2D source; // bytes
uniform sampler2D weights; // one row per pixel along the side: first source pixel, number of pixels, their weights
layout(location = 0) out vec4 color;

const int fractionalBits = 22;

void main()
{
    ivec2 at = ivec2(gl_FragCoord.xy);
#ifdef COLUMNS
    int line = at.y;
#else
    int line = at.x;
#endif
    int first = int(texelFetch(weights, ivec2(0, line), 0).r);
    int count = int(texelFetch(weights, ivec2(1, line), 0).r);
    ivec3 sum = ivec3(1 << (fractionalBits - 1));
    for (int i = 0; i < count; i++)
    {
#ifdef COLUMNS
        ivec2 from = ivec2(at.x, first + i);
#else
        ivec2 from = ivec2(first + i, at.y);
#endif
        sum += ivec3(texelFetch(source, from, 0).rgb * 255.0 + 0.5) * int(texelFetch(weights, ivec2(2 + i, line), 0).r);
    }
    color = vec4(vec3(clamp(sum >> fractionalBits, 0, 255)) / 255.0, 1.0);
}
