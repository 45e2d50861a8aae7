using System.Globalization;
using Avatars.Files;

namespace Avatars.ModelBuilding.Weights.Pickles;

/// <summary>
/// Reads one pickle as plain data. Nothing in it can run: a name outside <see cref="KnownGlobals"/> refuses the file, and what a
/// pickle wants called is either understood here or becomes a placeholder.
/// </summary>
/// <remarks>Opcodes: Python's pickletools, protocols 0 to 5.</remarks>
sealed class Unpickler(PickleInput input)
{
    const int MostValues = 8_000_000; // a checkpoint of 100,000 tensors has 4 million
    const int MostNesting = 10_000;

    static readonly object Mark = new();

    readonly List<object?> _stack = [];
    readonly Dictionary<long, object?> _memo = [];
    readonly Stack<int> _marks = [];
    readonly Dictionary<string, PickleStorage> _storages = new(StringComparer.Ordinal);
    int _made;

    /// <summary>Every storage that the pickle named, used or not.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _storages;

    public object? Read()
    {
        for (; ; )
        {
            var at = input.Position;
            var code = (char)input.Byte();
            if (code == '.')
                return Pop();
            if (!Number(code) && !TextOrBytes(code) && !Container(code) && !Memory(code) && !Object(code, at))
                throw input.BrokenAt(at, $"0x{(int)code:x2} begins no pickle operation. The file is damaged, or no PyTorch checkpoint");
        }
    }

    bool Number(char code)
    {
        switch (code)
        {
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)input.Byte()); break;
            case 'M': Push((long)input.UInt16()); break;
            case 'J': Push((long)input.Int32()); break;
            case 'G': Push(input.Double()); break;
            case '\x8a': Push(Whole(input.Bytes(input.Byte()))); break;
            case '\x8b': Push(Whole(input.Bytes(input.Int32()))); break;
            case 'I' or 'L': Push(WholeText(input.Line())); break;
            case 'F': Push(double.TryParse(input.Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                : throw input.Broken("this line is no number")); break;
            default: return false;
        }
        return true;
    }

    bool TextOrBytes(char code)
    {
        switch (code)
        {
            case 'X' or 'T': Push(input.Text(input.UInt32())); break;
            case '\x8c' or 'U': Push(input.Text(input.Byte())); break;
            case '\x8d': Push(input.Text(input.Int64())); break;
            case 'V': Push(input.Line()); break;
            case 'S': Push(input.Line().Trim('\'', '"')); break;
            case 'B': Push(input.Bytes(input.UInt32())); break;
            case 'C': Push(input.Bytes(input.Byte())); break;
            case '\x8e' or '\x96': Push(input.Bytes(input.Int64())); break;
            default: return false;
        }
        return true;
    }

    bool Container(char code)
    {
        switch (code)
        {
            case '(': PushMark(); break;
            case '0': Pop(); break;
            case '1': ToMark(); break;
            case '2': Push(Top()); break;
            case ')': Push(Array.Empty<object?>()); break;
            case ']': Push(new List<object?>()); break;
            case '}': Push(new PickleDictionary()); break;
            case '\x8f': Push(new PickleOpaque("set")); break;
            case 't': Push(ToMark()); break;
            case 'l': Push(new List<object?>(ToMark())); break;
            case 'd': Push(Filled(new PickleDictionary(), ToMark())); break;
            case '\x91': ToMark(); Push(new PickleOpaque("frozenset")); break;
            case '\x85': Push(Popped(1)); break;
            case '\x86': Push(Popped(2)); break;
            case '\x87': Push(Popped(3)); break;
            case 'a': Extend(Popped(1)); break;
            case 'e' or '\x90': Extend(ToMark()); break;
            case 's': Fill(Popped(2)); break;
            case 'u': Fill(ToMark()); break;
            default: return false;
        }
        return true;
    }

    bool Memory(char code)
    {
        switch (code)
        {
            case '\x80': input.Byte(); break; // protocol
            case '\x95': input.Int64(); break; // frame
            case 'q': Remember(input.Byte()); break;
            case 'r': Remember(input.UInt32()); break;
            case 'p': Remember(WholeText(input.Line()) as long? ?? -1); break;
            case '\x94': Remember(_memo.Count); break;
            case 'h': Push(Remembered(input.Byte())); break;
            case 'j': Push(Remembered(input.UInt32())); break;
            case 'g': Push(Remembered(WholeText(input.Line()) as long? ?? -1)); break;
            default: return false;
        }
        return true;
    }

    bool Object(char code, long at)
    {
        switch (code)
        {
            case 'c': Push(Known(at, input.Line(), input.Line())); break;
            case '\x93': Push(Popped(2) is [string module, string name] ? Known(at, module, name)
                : throw input.BrokenAt(at, "a class is named by something that is no text")); break;
            case 'R' or '\x81': Push(Make(Popped(2), at)); break;
            case '\x92': Push(Make(Popped(3)[..2], at)); break; // named arguments are dropped
            case 'b': Pop(); break; // the state of a placeholder, or the _metadata of a state_dict
            case 'Q': Push(Named(TensorPickles.Storage(Pop())
                ?? throw input.BrokenAt(at, "something outside the pickle is asked for that is no storage of a tensor"))); break;
            case '\x82' or '\x83' or '\x84' or 'i' or 'o' or 'P' or '\x97' or '\x98':
                throw input.BrokenAt(at, $"the pickle uses operation 0x{(int)code:x2}, which no checkpoint needs. It was refused, and nothing of it was run");
            default: return false;
        }
        return true;
    }

    PickleStorage Named(PickleStorage storage) => _storages[storage.Key] = storage;

    PickleGlobal Known(long at, string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return KnownGlobals.MayStand(global) ? global
            : throw input.BrokenAt(at, $"the pickle asks for {ErrorLine.Quote($"{module}.{name}")}, which no tensor needs. "
                + "It was refused, and nothing of it was run. If you trust the file, convert it to safetensors where it was made");
    }

    object? Make(object?[] call, long at)
    {
        if (call is not [PickleGlobal what, object?[] arguments])
            throw input.BrokenAt(at, "the pickle calls something that is no class, which no checkpoint needs. It was refused, and nothing of it was run");
        if (KnownGlobals.IsOrderedDictionary(what))
            return arguments is [List<object?> pairs] ? Filled(new PickleDictionary(), [.. Charged(pairs).SelectMany(Pair)]) : new PickleDictionary();
        if (what is { Module: "torch", Name: "Size" })
            return arguments is [object?[] sides] ? sides : arguments;
        if (!KnownGlobals.IsRebuild(what))
            return new PickleOpaque(what.ToString());
        return TensorPickles.Rebuild(what, arguments, at) ?? throw input.BrokenAt(at, $"'{what}' is called with arguments that describe no tensor");
    }

    /// <summary>Counts values that are copied from a list, which a pickle may name again and again.</summary>
    List<object?> Charged(List<object?> values)
    {
        _made += values.Count;
        return _made <= MostValues ? values : throw TooMany();
    }

    IEnumerable<object?> Pair(object? pair) => pair switch
    {
        object?[] { Length: 2 } items => items,
        List<object?> { Count: 2 } items => items,
        _ => throw input.Broken("an ordered dictionary is made of something that is no pairs"),
    };

    void Fill(object?[] entries)
    {
        if (Top() is PickleDictionary dictionary)
            Filled(dictionary, entries);
        else if (Top() is not PickleOpaque)
            throw input.Broken("entries are put into something that is no dictionary");
    }

    PickleDictionary Filled(PickleDictionary dictionary, object?[] entries)
    {
        if (entries.Length % 2 != 0)
            throw input.Broken("a dictionary has a key without a value");
        for (var i = 0; i < entries.Length; i += 2)
            dictionary.Set(entries[i], entries[i + 1]);
        return dictionary;
    }

    void Extend(object?[] items)
    {
        if (Top() is List<object?> list)
            list.AddRange(items);
        else if (Top() is not PickleOpaque)
            throw input.Broken("items are put into something that is no list");
    }

    void Push(object? value)
    {
        if (++_made > MostValues)
            throw TooMany();
        _stack.Add(value);
    }

    FormatException TooMany() => input.Broken($"the pickle makes more than {MostValues:N0} values, more than any checkpoint needs");

    void PushMark()
    {
        if (_marks.Count >= MostNesting)
            throw input.Broken("the pickle is nested too deeply");
        _marks.Push(_stack.Count);
        Push(Mark);
    }

    object? Top() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw input.Broken("the pickle takes a value that is not there. It is damaged");

    object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    object?[] Popped(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    /// <summary>Everything above the last mark; the mark goes too.</summary>
    object?[] ToMark()
    {
        if (!_marks.TryPop(out var mark) || mark >= _stack.Count || _stack[mark] != Mark)
            throw input.Broken("the pickle closes what was not opened. It is damaged");
        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    void Remember(long index)
    {
        if (_memo.Count > MostValues)
            throw TooMany();
        _memo[index] = Top();
    }

    object? Remembered(long index) => _memo.TryGetValue(index, out var value) ? value
        : throw input.Broken($"the pickle refers to value {index}, which is not there. It is damaged");

    /// <summary>Little-endian two's complement; what is longer than a long is kept as bytes.</summary>
    static object Whole(byte[] bytes)
    {
        if (bytes.Length > 8)
            return bytes;
        var value = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value;
    }

    object WholeText(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(line.TrimEnd('L'), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value
            : throw input.Broken("this line is no whole number"),
    };
}
