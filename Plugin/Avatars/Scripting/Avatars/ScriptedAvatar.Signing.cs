using System;
using System.Collections.Generic;
using Avatars.Signing;

namespace Avatars.Scripting;

public sealed partial class ScriptedAvatar
{
    readonly Dictionary<string, SignLexicon> _lexicons = new(StringComparer.Ordinal);

    /// <summary>Signs of a text on this body.</summary>
    internal SignedClip Signs(string text, string language, float rate, bool leftHanded, string[] lexicons)
    {
        var opened = new List<SignLexicon>();
        foreach (var path in lexicons)
            opened.Add(Lexicon(Resolve(path)));
        var notices = new List<string>();
        var items = new TextToSigns(ManualAlphabet.Of(language), opened).Items(text, notices);
        foreach (var notice in notices)
            Debug.LogWarning(notice);
        return new Signer(Body).Compose(name, items, new SigningOptions
        {
            Rate = rate, LeftHanded = leftHanded, Idle = false, RestSeconds = SignStep.RestSeconds, FrameRate = 60,
        });
    }

    SignLexicon Lexicon(string path)
    {
        if (!_lexicons.TryGetValue(path, out var lexicon))
            _lexicons[path] = lexicon = SignLexicon.Open(path);
        return lexicon;
    }
}
