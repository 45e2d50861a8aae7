using System.CommandLine;
using System.Globalization;
using Avatars.Cli.Detecting;
using Avatars.Perception;
using Avatars.Signing;

namespace Avatars.Cli.Commands;

/// <summary>avatar lexicon add: a sign of your own, recorded with a phone.</summary>
static class LexiconAddCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("LEXICON") { Description = "Folder of the lexicon; it is made when it is not there." };
        var recording = new Argument<string>("RECORDING") 
        {
            Description = "Film of one sign (any that ffmpeg reads), a .pose file, or a scene (*.avatar.json) in which the sign is posed.",
        };
        var word = new Option<string>("--word") { Description = "Word that the sign stands for.", Required = true };
        var gloss = new Option<string?>("--gloss") { Description = "Its gloss. Default: the word in capitals." };
        var language = new Option<string>("--language") { Description = "Signed language, ISO 639-3.", DefaultValueFactory = _ => "ase" };
        var spoken = new Option<string>("--spoken") { Description = "Spoken language of the word, ISO 639-1.", DefaultValueFactory = _ => "en" };
        var priority = new Option<int>("--priority") { Description = "Among signs of the same word the smaller is taken." };
        var command = new Command("add", "Adds a recorded sign to a lexicon: the pose is found in the film, and the part with raised hands is taken.")
        {
            path, recording, word, gloss, language, spoken, priority,
        };
        command.SetAction((parsed, stop) =>
        {
            var (folder, file, said) = (parsed.GetValue(path)!, parsed.GetValue(recording)!, parsed.GetValue(word)!);
            var isPose = Path.GetExtension(file).Equals(".pose", StringComparison.OrdinalIgnoreCase) || Posing.SceneFile.IsScene(file);
            var pose = isPose ? file : Path.Combine(Path.GetTempPath(), $"avatar-{Path.GetRandomFileName()}.pose");
            try
            {
                if (!isPose)
                    Detection.Run(new DetectionRequest(file, new DetectionOutput(pose, null), null, null, PoseModel.Full, true, null), stop);
                var entry = LexiconFolder.Add(folder, pose, said, parsed.GetValue(gloss) ?? said.ToUpperInvariant(), parsed.GetValue(spoken)!,
                    parsed.GetValue(language)!, parsed.GetValue(priority));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Path}: '{entry.Word}', {entry.StartSeconds:0.00} to "
                    + $"{entry.EndSeconds:0.00} s of the recording"));
            }
            finally
            {
                if (!isPose)
                    File.Delete(pose);
            }
            return Task.FromResult(0);
        });
        return command;
    }
}
