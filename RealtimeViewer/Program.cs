using Avatars.Applications;
using Avatars.Viewer;

return EntryPoint.Run("avatar-viewer", ViewerOptions.Command(ViewerWindow.Show), args);
