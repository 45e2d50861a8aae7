using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Avatars.Batches;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Inference;

namespace Avatars.Cli.Batches;

/// <summary>Items that are commands of this program: the fields of an item are the options of its command, run in this process.</summary>
sealed class CommandItems : IItemMaker
{
    /// <summary>Exceptions and signals are the batch's.</summary>
    static readonly InvocationConfiguration Configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>No value of an item stands for a file of further arguments.</summary>
    static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    readonly RootCommand _commands;
    readonly Dictionary<string, (CommandKind Kind, Command Command)> _kinds;

    /// <param name="commands">The program's own.</param>
    public CommandItems(RootCommand commands)
    {
        _commands = commands;
        _kinds = CommandKind.All.ToDictionary(kind => kind.Name, kind => (kind, kind.Find(commands)), StringComparer.Ordinal);
        Kinds = [.. _kinds.Values.Select(pair => new ItemKind(pair.Kind.Name, pair.Kind.FieldsOf(pair.Command)))];
    }

    public IReadOnlyList<ItemKind> Kinds { get; }

    public void Check(BatchItem item)
    {
        _kinds[item.Kind].Kind.Check(item);
        if (Parse(item, "out").Errors is not [var error, ..])
            return;
        var named = error.SymbolResult switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult { Parent: OptionResult option } => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name.ToLowerInvariant(),
            _ => Regex.Match(error.Message, "--[a-z-]+").Value,
        };
        throw new ItemFieldException(named.TrimStart('-'), ErrorLine.Printable(error.Message, 300));
    }

    public IEnumerable<ItemInput> InputsOf(BatchItem item)
    {
        foreach (var field in item.Fields)
            foreach (var value in field.Values)
                if (CommandKind.AlwaysFiles.Contains(field.Name))
                    yield return new ItemInput(field.Name, value, value);
                else if (CommandKind.FilesWithMoment.Contains(field.Name) && value.LastIndexOf('@') is > 0 and var at && !Path.Exists(value))
                    yield return new ItemInput(field.Name, value[..at], value[..at]);
                else if (CommandKind.FilesWithMoment.Contains(field.Name) || CommandKind.MaybeFiles.Contains(field.Name) && Path.Exists(value))
                    yield return new ItemInput(field.Name, value, value);
        if (_kinds[item.Kind].Command.Options.Any(option => option.Name == "--model") && item.Values("model").Count == 0)
            yield return new ItemInput("model", $"Models/{ModelChoice.DefaultModel}", ModelChoice.DefaultFolder()
                ?? throw new ItemFieldException("model", $"Models/{ModelChoice.DefaultModel} is not beside this program. Name a package."));
    }

    public IReadOnlyDictionary<string, string> ProvenanceOf(BatchItem item)
    {
        var (facts, parsed) = (new Dictionary<string, string>(StringComparer.Ordinal), Parse(item, "out"));
        foreach (var option in _kinds[item.Kind].Command.Options)
            if (option.Name == "--seed")
                facts["seed"] = $"{parsed.GetResult(option)?.GetValueOrDefault<object>()}";
            else if (option.Name == "--provider" && parsed.GetResult(option)?.GetValueOrDefault<string>() is { } provider)
                facts["provider"] = Provider.Choose(provider).Name;
        return facts;
    }

    public void Make(BatchItem item, string folder, CancellationToken stop)
    {
        var (printed, parsed) = (Console.Out, Parse(item, folder));
        Console.SetOut(TextWriter.Null); // the batch prints a line of its own
        try
        {
            if (parsed.InvokeAsync(Configuration, stop).GetAwaiter().GetResult() is not 0 and var code)
                throw new InvalidOperationException($"The command ended with code {code}.");
        }
        finally
        {
            Console.SetOut(printed);
        }
    }

    ParseResult Parse(BatchItem item, string folder)
    {
        var kind = _kinds[item.Kind].Kind;
        string[] arguments = [.. kind.Command, .. item.Fields.SelectMany(kind.OptionsOf), .. kind.Outputs(item, folder), .. CommandKind.ArgumentsOf(item)];
        return _commands.Parse(arguments, Plain);
    }
}
