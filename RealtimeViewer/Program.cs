Console.Error.WriteLine("avatar-viewer: not built yet");
return 1;
