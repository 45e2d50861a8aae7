// Receives live motion and sends it on to a second program: a place for a filter of your own.
//   dotnet run --project Samples/LiveVmc -- 39539 39540
using System.Globalization;
using System.Net;
using Avatars.Live;
using Avatars.Rig;

if (args.Length != 2 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var from) || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var to))
{
    Console.Error.WriteLine("Give the UDP port to listen on and the one to send to, for example: 39539 39540");
    return 1;
}
using var receiver = new VmcReceiver(new VmcOptions { Port = from });
using var sender = new VmcSender(StandardHumanoid.Map, new IPEndPoint(IPAddress.Loopback, to));
Console.WriteLine($"Listening on {receiver.EndPoint}, sending to port {to}. Press a key to end.");
var pose = receiver.MakePose();
for (var frame = 0; !Console.IsInputRedirected && !Console.KeyAvailable; frame++)
{
    receiver.Sample(0, pose); // the newest pose
    sender.Send(pose, frame / 30f);
    Thread.Sleep(1000 / 30);
}
Console.WriteLine(receiver.Status);
return 0;
