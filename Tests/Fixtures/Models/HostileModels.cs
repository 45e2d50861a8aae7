using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.Fixtures;

/// <summary>Models that load, and do harm when they make a frame.</summary>
public static class HostileModels
{
    /// <summary>Divides the least whole number by -1, whose result is no 64-bit number: ONNX Runtime checks divisors for zero alone, and x86 processors raise
    /// SIGFPE.</summary>
    public static FpdmModel ThatCrashes() => OfDecoder(64, 64, [], (graph, state) =>
    {
        var zero = graph.Add("Cast", "zero", [graph.Subtract(state, state)], state.Shape, NodeAttribute.Integer("to", (int)ElementType.Int64));
        var least = graph.Add("Add", "least", [zero, graph.Integers(long.MinValue)], state.Shape);
        var quotient = graph.Add("Div", "quotient", [least, graph.Integers(-1)], state.Shape);
        return graph.Add("Cast", "addend", [quotient], state.Shape, NodeAttribute.Integer("to", (int)ElementType.Float32));
    });

    /// <summary>Needs 0.8 GB more for a frame of 64x64 pixels, and 2.4 GB for one of 96x128.</summary>
    public static FpdmModel ThatNeedsMemory() => OfDecoder(96, 128, [new FrameSize(96, 128), new FrameSize(64, 64)], (graph, state) =>
    {
        const int Copies = 16000;
        var many = graph.Add("Tile", "many", [state, graph.Integers(1, Copies, 1, 1)], [state[0], Copies * state[1], state[2], state[3]]);
        var mean = graph.Add("ReduceMean", "mean", [many], [state[0], 1, 1, 1], NodeAttribute.Integers("axes", 1, 2, 3), NodeAttribute.Integer("keepdims", 1));
        return graph.Multiply(mean, graph.Constant([1, 1, 1, 1], [0f]));
    });

    /// <param name="addend">From the graph and the body's state to what is added to the picture.</param>
    static FpdmModel OfDecoder(int width, int height, FrameSize[] sizes, Func<Graph, Value, Value> addend)
    {
        var model = TinyFpdm.OnBodyOf(width, height) with { Sizes = sizes };
        var decoder = model.Decoder!;
        return model with
        {
            Decoder = () =>
            {
                var graph = decoder();
                var nodes = (List<Node>)graph.Nodes;
                var image = nodes[^1];
                nodes.RemoveAt(nodes.Count - 1);
                var added = addend(graph, graph.Inputs.Single(input => input.Name == "body_state"));
                nodes.Add(image with { Operator = "Add", Inputs = [image.Inputs[0], added.Name] });
                return graph;
            },
        };
    }
}
