using Avatars.Models;

namespace Avatars.ModelBuilding.Importing.MediaPipe;

/// <summary>Where one of MediaPipe's TFLite files lies in the npm packages.</summary>
/// <param name="Name">One of <see cref="PerceptionNetworks"/>.</param>
/// <param name="Path">Below <c>node_modules/@mediapipe</c>: the file itself, or an archive of several.</param>
/// <param name="Offset">In an archive.</param>
/// <param name="Sha256">Of the TFLite file.</param>
sealed record MediaPipeFile(string Name, string Path, int Offset, int Bytes, string Sha256)
{
    const string Archive = "holistic/holistic_solution_packed_assets.data";

    /// <summary>The networks that are imported.</summary>
    public static readonly MediaPipeFile[] All =
    [
        new(PerceptionNetworks.PoseDetection, Archive, 13915467, 2962288, "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85"),
        Plain(PerceptionNetworks.PoseLandmarkLite, "pose", 2819824, "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61"),
        Plain(PerceptionNetworks.PoseLandmarkFull, "pose", 6440512, "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"),
        Plain(PerceptionNetworks.PoseLandmarkHeavy, "pose", 27709200, "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe"),
        new(PerceptionNetworks.PalmDetectionLite, Archive, 11930027, 1985440, "e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18"),
        new(PerceptionNetworks.PalmDetectionFull, Archive, 9588747, 2341280, "2f25e740121983f68ffc05f99991d524dc0ea812134f6316a26125816941ee85"),
        Plain(PerceptionNetworks.HandLandmarkLite, "hands", 2071408, "d7fde8ac11f8ce03f8663775bfc323f4fc9f2a38062b4f4efa142874ef5b2a48"),
        Plain(PerceptionNetworks.HandLandmarkFull, "hands", 5478688, "8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68"),
        new(PerceptionNetworks.HandRecrop, Archive, 9464955, 123792, "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d"),
        new(PerceptionNetworks.FaceDetectionShortRange, Archive, 0, 229032, "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633"),
        new(PerceptionNetworks.FaceLandmark, Archive, 248408, 1241896, "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1"),
        new(PerceptionNetworks.FaceLandmarkWithAttention, Archive, 1490304, 2495952, "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d"),
        Plain(PerceptionNetworks.SelfieSegmentation, "selfie_segmentation", 249024, "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27"),
        Plain(PerceptionNetworks.SelfieSegmentationLandscape, "selfie_segmentation", 249792,
            "4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894"),
    ];

    static MediaPipeFile Plain(string name, string package, int bytes, string sha256) => new(name, $"{package}/{name}.tflite", 0, bytes, sha256);
}
