using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Avatars.Files;

namespace Avatars.Cli.Training;

/// <summary>Which steps of a run are done, each with the hash of what it was made from: a step is done again only when that has changed.</summary>
/// <param name="folder">Has a file for each finished step.</param>
sealed class FinishedSteps(string folder)
{
    /// <summary>Runs a step unless its result is there and its inputs are the same.</summary>
    /// <param name="name">Names the step's file.</param>
    /// <param name="inputs">All that decides the result.</param>
    /// <param name="results">Files and folders that the step makes; removed before it runs.</param>
    /// <returns>A key for the result, to be an input of other steps.</returns>
    public string Run(string name, string inputs, string[] results, Action make)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)));
        var mark = Path.Combine(folder, name + ".json");
        if (File.Exists(mark) && (string?)JsonNode.Parse(File.ReadAllText(mark))?["key"] == key && results.All(Path.Exists))
        {
            Console.WriteLine($"{name}: done already");
            return key;
        }
        Directory.CreateDirectory(folder);
        File.Delete(mark);
        foreach (var result in results)
            if (Directory.Exists(result))
                Directory.Delete(result, recursive: true);
            else
                File.Delete(result);
        make();
        WholeFile.Write(mark, Encoding.UTF8.GetBytes(new JsonObject { ["key"] = key }.ToJsonString() + "\n"));
        return key;
    }
}
