using Avatars.Applications;
using Avatars.Viewer;
using Avatars.Workers;

return WorkerProgram.TryRun(args, out var code) ? code : EntryPoint.Run("avatar-viewer", ViewerOptions.Command(ViewerWindow.Show), args);
