namespace Silk.NET.OpenGL;

public enum BlendingFactor
{
    One = 0x1,
    SrcAlpha = 0x302,
    OneMinusSrcAlpha = 0x303,
}

public enum BufferTargetARB
{
    ArrayBuffer = 0x8892,
    ElementArrayBuffer = 0x8893,
    PixelPackBuffer = 0x88EB,
    UniformBuffer = 0x8A11,
}

public enum BufferUsageARB
{
    StreamRead = 0x88E1,
    StaticDraw = 0x88E4,
    DynamicDraw = 0x88E8,
}

[Flags]
public enum ClearBufferMask
{
    DepthBufferBit = 0x100,
    ColorBufferBit = 0x4000,
}

public enum DepthFunction
{
    Less = 0x201,
    Lequal = 0x203,
}

public enum DrawBufferMode
{
    None = 0x0,
}

public enum DrawElementsType
{
    UnsignedInt = 0x1405,
}

public enum EnableCap
{
    CullFace = 0xB44,
    DepthTest = 0xB71,
    Blend = 0xBE2,
    ScissorTest = 0xC11,
    PolygonOffsetFill = 0x8037,
    FramebufferSrgb = 0x8DB9,
}

public enum FramebufferAttachment
{
    ColorAttachment0 = 0x8CE0,
    DepthAttachment = 0x8D00,
}

public enum FramebufferTarget
{
    ReadFramebuffer = 0x8CA8,
    Framebuffer = 0x8D40,
}

public enum GLEnum
{
    NoError = 0x0,
    InvalidEnum = 0x500,
    InvalidValue = 0x501,
    InvalidOperation = 0x502,
    OutOfMemory = 0x505,
    InvalidFramebufferOperation = 0x506,
    FramebufferComplete = 0x8CD5,
}

public enum GetPName
{
    NumExtensions = 0x821D,
}

public enum InternalFormat
{
    Rgb8 = 0x8051,
    Rgba8 = 0x8058,
    Srgb8Alpha8 = 0x8C43,
    R32f = 0x822E,
    DepthComponent16 = 0x81A5,
    DepthComponent24 = 0x81A6,
}

[Flags]
public enum MapBufferAccessMask
{
    ReadBit = 0x1,
}

public enum PixelFormat
{
    Red = 0x1903,
    Rgb = 0x1907,
    Rgba = 0x1908,
    DepthComponent = 0x1902,
}

public enum PixelStoreParameter
{
    UnpackAlignment = 0xCF5,
    PackAlignment = 0xD05,
}

public enum PixelType
{
    UnsignedByte = 0x1401,
    UnsignedShort = 0x1403,
    Float = 0x1406,
}

public enum PrimitiveType
{
    Triangles = 0x4,
    TriangleStrip = 0x5,
}

public enum ProgramPropertyARB
{
    LinkStatus = 0x8B82,
    InfoLogLength = 0x8B84,
}

public enum ReadBufferMode
{
    None = 0x0,
}

public enum RenderbufferTarget
{
    Renderbuffer = 0x8D41,
}

public enum ShaderParameterName
{
    CompileStatus = 0x8B81,
    InfoLogLength = 0x8B84,
}

public enum ShaderType
{
    FragmentShader = 0x8B30,
    VertexShader = 0x8B31,
}

public enum StringName
{
    Renderer = 0x1F01,
    Extensions = 0x1F03,
}

public enum TextureMagFilter
{
    Nearest = 0x2600,
    Linear = 0x2601,
}

public enum TextureMinFilter
{
    Nearest = 0x2600,
    Linear = 0x2601,
    LinearMipmapNearest = 0x2701,
}

public enum TextureParameterName
{
    TextureMagFilter = 0x2800,
    TextureMinFilter = 0x2801,
    TextureWrapS = 0x2802,
    TextureWrapT = 0x2803,
    TextureCompareMode = 0x884C,
    TextureCompareFunc = 0x884D,
    TextureBorderColor = 0x1004,
}

public enum TextureTarget
{
    Texture2D = 0xDE1,
}

public enum TextureUnit
{
    Texture0 = 0x84C0,
    Texture1 = 0x84C1,
    Texture2 = 0x84C2,
    Texture3 = 0x84C3,
}

public enum TextureWrapMode
{
    Repeat = 0x2901,
    ClampToBorder = 0x812D,
    ClampToEdge = 0x812F,
}

public enum VertexAttribIType
{
    UnsignedShort = 0x1403,
}

public enum VertexAttribPointerType
{
    UnsignedByte = 0x1401,
    UnsignedShort = 0x1403,
    Short = 0x1402,
    Float = 0x1406,
}
