namespace Silk.NET.OpenGL;

public enum BlendEquationModeEXT
{
    FuncAdd = 0x8006,
    Min = 0x8007,
    Max = 0x8008,
}

public enum BlendingFactor
{
    Zero = 0x0,
    One = 0x1,
    SrcColor = 0x300,
    OneMinusSrcColor = 0x301,
    SrcAlpha = 0x302,
    OneMinusSrcAlpha = 0x303,
    DstAlpha = 0x304,
    OneMinusDstAlpha = 0x305,
}

public enum BlitFramebufferFilter
{
    Nearest = 0x2600,
    Linear = 0x2601,
}

public enum BufferTargetARB
{
    ArrayBuffer = 0x8892,
    ElementArrayBuffer = 0x8893,
    PixelPackBuffer = 0x88EB,
    PixelUnpackBuffer = 0x88EC,
    UniformBuffer = 0x8A11,
    TextureBuffer = 0x8C2A,
}

public enum BufferUsageARB
{
    StreamDraw = 0x88E0,
    StreamRead = 0x88E1,
    StaticDraw = 0x88E4,
    DynamicDraw = 0x88E8,
}

[Flags]
public enum ClearBufferMask
{
    DepthBufferBit = 0x100,
    StencilBufferBit = 0x400,
    ColorBufferBit = 0x4000,
}

public enum DepthFunction
{
    Less = 0x201,
    Lequal = 0x203,
    Equal = 0x202,
    Always = 0x207,
}

public enum DrawBufferMode
{
    None = 0x0,
    ColorAttachment0 = 0x8CE0,
    Back = 0x405,
}

public enum DrawElementsType
{
    UnsignedShort = 0x1403,
    UnsignedInt = 0x1405,
}

public enum EnableCap
{
    CullFace = 0xB44,
    DepthTest = 0xB71,
    Blend = 0xBE2,
    ScissorTest = 0xC11,
    PolygonOffsetFill = 0x8037,
    Multisample = 0x809D,
    SampleAlphaToCoverage = 0x809E,
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
    DrawFramebuffer = 0x8CA9,
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
    AlreadySignaled = 0x911A,
    TimeoutExpired = 0x911B,
    ConditionSatisfied = 0x911C,
    WaitFailed = 0x911D,
}

public enum GetPName
{
    NumExtensions = 0x821D,
    MaxTextureSize = 0xD33,
    MaxUniformBlockSize = 0x8A30,
    MajorVersion = 0x821B,
    MinorVersion = 0x821C,
}

public enum InternalFormat
{
    R8 = 0x8229,
    RG8 = 0x822B,
    Rgb8 = 0x8051,
    Rgba8 = 0x8058,
    Srgb8 = 0x8C41,
    Srgb8Alpha8 = 0x8C43,
    Rgba16f = 0x881A,
    Rgba32f = 0x8814,
    R32f = 0x822E,
    DepthComponent16 = 0x81A5,
    DepthComponent24 = 0x81A6,
}

[Flags]
public enum MapBufferAccessMask
{
    ReadBit = 0x1,
    WriteBit = 0x2,
    InvalidateBufferBit = 0x8,
}

public enum PixelFormat
{
    Red = 0x1903,
    RG = 0x8227,
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
    UnsignedInt = 0x1405,
    Float = 0x1406,
}

public enum PrimitiveType
{
    Points = 0x0,
    Lines = 0x1,
    LineStrip = 0x3,
    Triangles = 0x4,
    TriangleStrip = 0x5,
    TriangleFan = 0x6,
}

public enum ProgramPropertyARB
{
    LinkStatus = 0x8B82,
    InfoLogLength = 0x8B84,
}

public enum ReadBufferMode
{
    None = 0x0,
    ColorAttachment0 = 0x8CE0,
    Back = 0x405,
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

public enum SizedInternalFormat
{
    Rgba32f = 0x8814,
}

public enum StringName
{
    Vendor = 0x1F00,
    Renderer = 0x1F01,
    Version = 0x1F02,
    Extensions = 0x1F03,
    ShadingLanguageVersion = 0x8B8C,
}

public enum SyncBehaviorFlags
{
    None = 0x0,
}

public enum SyncCondition
{
    SyncGpuCommandsComplete = 0x9117,
}

public enum SyncObjectMask
{
    Bit = 0x1,
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
    LinearMipmapLinear = 0x2703,
}

public enum TextureParameterName
{
    TextureMagFilter = 0x2800,
    TextureMinFilter = 0x2801,
    TextureWrapS = 0x2802,
    TextureWrapT = 0x2803,
    TextureCompareMode = 0x884C,
    TextureCompareFunc = 0x884D,
    TextureMaxLevel = 0x813D,
    TextureBorderColor = 0x1004,
    TextureMaxAnisotropy = 0x84FE,
    TextureSwizzleR = 0x8E42,
    TextureSwizzleG = 0x8E43,
    TextureSwizzleB = 0x8E44,
    TextureSwizzleA = 0x8E45,
}

public enum TextureTarget
{
    Texture2D = 0xDE1,
    TextureBuffer = 0x8C2A,
}

public enum TextureUnit
{
    Texture0 = 0x84C0,
    Texture1 = 0x84C1,
    Texture2 = 0x84C2,
    Texture3 = 0x84C3,
    Texture4 = 0x84C4,
    Texture5 = 0x84C5,
    Texture6 = 0x84C6,
    Texture7 = 0x84C7,
}

public enum TextureWrapMode
{
    Repeat = 0x2901,
    ClampToBorder = 0x812D,
    ClampToEdge = 0x812F,
}

public enum TriangleFace
{
    Front = 0x404,
    Back = 0x405,
    FrontAndBack = 0x408,
}

public enum VertexAttribIType
{
    UnsignedByte = 0x1401,
    UnsignedShort = 0x1403,
    UnsignedInt = 0x1405,
    Int = 0x1404,
}

public enum VertexAttribPointerType
{
    UnsignedByte = 0x1401,
    UnsignedShort = 0x1403,
    Short = 0x1402,
    HalfFloat = 0x140B,
    Float = 0x1406,
}
