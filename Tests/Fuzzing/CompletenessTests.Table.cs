namespace Avatars.Fuzzing;

public sealed partial class CompletenessTests
{
    /// <summary>By the readers that call the type's methods.</summary>
    static readonly (string Type, string Readers)[] Covered =
    [
        ("BatchManifest", "batch-manifest"), ("BodyFile", "body"), ("BonesFile", "bones"), ("BvhFile", "bvh"), ("CatalogItem", "catalog"),
        ("DatasetManifest", "dataset-manifest pairs"), ("ElanFile", "eaf"), ("GarmentFit", "mhclo"), ("GlossTable", "glosses"),
        ("GltfFile", "gltf glb vrma character"), ("HandShapes", "hand-shapes"), ("KeypointsFile", "keypoints"), ("LiveInput", "live-input"),
        ("ManualAlphabet", "alphabet"), ("ModelManifest", "package"), ("ModelPackage", "package network"), ("MorphTarget", "target"),
        ("MotionFile", "bvh glb vrma pose"), ("ObjMesh", "obj"), ("OnnxStructure", "onnx"), ("OutputTarget", "output-target"),
        ("PerceptionModels", "perception"), ("PersonBackground", "background"), ("PersonFile", "person"), ("PhotoSet", "photos"),
        ("PictureFile", "png jpeg"), ("PlainModel", "onnx-plain"), ("PoseFile", "pose"), ("PublishedConfig", "import"),
        ("PyTorchReader", "torch-zip torch-old"), ("RigDefinition", "rig"), ("SafetensorsReader", "safetensors"), ("SceneFile", "scene"),
        ("SceneJournal", "journal"), ("ScriptSource", "script"), ("SigmlFile", "sigml"), ("SignLexicon", "lexicon"), ("TensorFiles", "torch-zip safetensors"),
        ("TrackTarget", "scene journal"), ("VertexWeights", "rig"), ("WavFile", "wav"),
    ];

    /// <summary>Why there is none.</summary>
    static readonly (string Type, string Reason)[] Others =
    [
        ("FrameSize", "two numbers of an option: among the command lines"), ("SamplerOption", "NAME=VALUE of an option: among the command lines"),
        ("JsonText", "beneath every reader of JSON"), ("WholeFile", "beneath every reader of a file"),
        ("PretrainedEvaluators", "opens networks as the reader onnx-session does"),
    ];
}
