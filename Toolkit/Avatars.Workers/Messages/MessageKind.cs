namespace Avatars.Workers.Messages;

/// <summary>What a message asks or answers. Documentation/worker.md has the fields of each.</summary>
enum MessageKind : byte
{
    // From the editor to the worker; each is answered on the same channel by one of the answers below.
    Load = 1,
    Body,
    Source,
    ForgetSource,
    SetSource,
    Configure,
    FindUpperBody,
    Pose,
    Target,
    AnalysePerson,

    // From the worker to the editor.
    Done = 64,
    Failed,
    Progress,
    Warning,
    Drawn,
}

/// <summary>What kind of exception a failure in the worker is in the editor.</summary>
enum FailureKind : byte
{
    Other,
    Argument,
    Format,
    InvalidOperation,
    NotSupported,
    File,
    Memory,
}
