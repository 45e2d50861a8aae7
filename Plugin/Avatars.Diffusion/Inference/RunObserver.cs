using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>Told of a network's run before it starts, on the thread that runs it.</summary>
/// <param name="inputs">Every input, with what stands in it now; copy what is to be kept.</param>
/// <param name="outputs">Names of the outputs that are wanted.</param>
public delegate void RunObserver(Network network, IReadOnlyDictionary<string, FloatTensor> inputs, IReadOnlyCollection<string> outputs);
