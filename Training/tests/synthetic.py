"""Small substitutes: a folder of stick-figure pairs, and a model package of tiny graphs in the contract's form."""

import io
import json
import pathlib

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw

from avatar_training import manifest, safetensors


def write_pairs(folder, count, size=256, seed=0, shard=0, bodies=False):
    """One shard of people made of a head and a shirt: the colour tells who, the place tells the pose; with `bodies` also the target's textured body."""
    generator = numpy.random.default_rng([seed, shard])
    blobs = {kind: [] for kind in ("source", "target", "pose")}
    points, boxes, people, surfaces, masks = {"source": [], "target": []}, [], [], {"source": [], "target": []}, {"source": [], "target": []}
    for _ in range(count):
        person = int(generator.integers(12))
        colour = tuple(int(c) for c in numpy.random.default_rng(person).integers(60, 255, 3))
        for kind in ("source", "target"):
            x = int(generator.integers(size // 4, 3 * size // 4))
            picture, pose = Image.new("RGB", (size, size), (128, 128, 140)), Image.new("RGB", (size, size))
            for canvas, fill in ((picture, colour), (pose, (255, 80, 0))):
                draw = ImageDraw.Draw(canvas)
                draw.ellipse([x - size // 16, size // 8, x + size // 16, size // 4], fill=fill)
                draw.rectangle([x - size // 8, size // 4, x + size // 8, 3 * size // 4], fill=fill)
            blobs[kind].append(_encoded(picture, "JPEG", quality=95))
            surface = numpy.zeros((64, 64, 3), numpy.uint16)
            left, right = (max(0, min(64, 64 * edge // size)) for edge in (x - size // 8, x + size // 8))
            surface[16:48, left:right] = 1 + numpy.arange(16, 48)[:, None, None] * 1000
            surfaces[kind].append(surface)
            masks[kind].append(numpy.packbits((numpy.array(pose) > 0).any(2), axis=1))
            here = numpy.zeros((128, 3), numpy.float32)
            here[:] = (x, size / 6, 1)
            points[kind].append(here)
        blobs["pose"].append(_encoded(pose, "PNG"))
        if bodies:
            body = numpy.array(pose).any(2)
            for name, inside, outside in (("body_warped", colour, (128, 128, 140)), ("body_state", (200, 128, 255), (0, 0, 0)),
                                          ("body_coordinates", (90, 160, 128), (0, 0, 0)), ("body_normals", (128, 128, 255), (0, 0, 0)),
                                          ("background", (128, 128, 140), (128, 128, 140))):
                picture = numpy.where(body[..., None], numpy.uint8(inside), numpy.uint8(outside))
                blobs.setdefault(name, []).append(_encoded(Image.fromarray(picture), "PNG"))
        boxes.append((x - size // 8, size // 8, size // 4, 5 * size // 8))
        people.append(person)
    arrays = {"source_keypoints": numpy.stack(points["source"]), "target_keypoints": numpy.stack(points["target"]),
              "source_surface": numpy.stack(surfaces["source"]), "target_surface": numpy.stack(surfaces["target"]),
              "source_mask": numpy.stack(masks["source"]), "target_mask": numpy.stack(masks["target"]), "person_box": numpy.array(boxes,
                      numpy.int32), "character": numpy.array(people, numpy.int32)}
    for kind, parts in blobs.items():
        arrays[kind] = numpy.frombuffer(b"".join(parts), numpy.uint8)
        arrays[f"{kind}_offsets"] = numpy.cumsum([0] + [len(part) for part in parts]).astype(numpy.int64)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    safetensors.write(folder / f"shard-{shard:05}.safetensors", arrays)


def _encoded(picture, kind, **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


class _Net:
    """Adds nodes and random weights one after another; every method returns the new tensor's name."""

    def __init__(self, half=False):
        self.nodes, self.initializers, self._random, self._half = [], [], numpy.random.default_rng(3), half

    def weight(self, name, *shape, scale=None):
        fan = int(numpy.prod(shape[1:])) if len(shape) > 1 else 1
        value = self._random.normal(0, scale if scale is not None else fan ** -0.5, shape)
        if not self._half:
            self.initializers.append(numpy_helper.from_array(value.astype(numpy.float32), name))
            return name
        self.initializers.append(numpy_helper.from_array(value.astype(numpy.float16), name))
        self.nodes.append(helper.make_node("Cast", [name], [f"{name}:float32"], to=TensorProto.FLOAT))
        return f"{name}:float32"

    def node(self, kind, *inputs, domain="", outputs=1, **attributes):
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=names[0], domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def integers(self, *values):
        name = f"integers_{len(self.nodes)}_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(numpy.array(values, numpy.int64), name))
        return name

    def conv(self, stem, x, i, o, k=3, stride=1):
        return self.node("Conv", x, self.weight(f"{stem}.weight", o, i, k, k), self.weight(f"{stem}.bias", o, scale=0),
                         strides=[stride] * 2, pads=[k // 2 if k == 3 else 0] * 4)

    def linear(self, stem, x, i, o):
        return self.node("Linear", x, self.weight(f"{stem}.weight", o, i), self.weight(f"{stem}.bias", o, scale=0), domain="avatars")

    def norm(self, stem, x, channels):
        return self.node("GroupNorm", x, self.weight(f"{stem}.weight", channels, scale=1), self.weight(f"{stem}.bias", channels, scale=0),
                         domain="avatars", num_groups=4, epsilon=1e-5)

    def silu(self, x):
        return self.node("Silu", x, domain="avatars")

    def tokens(self, x, channels):
        return self.node("Transpose", self.node("Reshape", x, self.integers(0, channels, -1)), perm=[0, 2, 1])

    def save(self, path, inputs, outputs):
        """inputs {name: shape}; outputs {name: (inner tensor, shape)}."""
        for name, (inner, _) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [inner], [name]))
        info = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, pathlib.Path(path).stem, [info(n, s) for n, s in inputs.items()],
                                  [info(n, s) for n, (_, s) in outputs.items()], self.initializers)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("avatars", 1)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))


def write_package(folder, size=64, half=False, flow=False):
    """Every network of an FPDM package, a few thousand weights each; latents [4, size / 8, size / 8].

    With `flow` the encoders tell surface coordinates, the pose encoder warps the source, a network predicts coarse latents, which the UNet completes,
    and the decoder is guided.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    c, latent, width, tokens = 16, 4, 16, (size // 16) ** 2

    net = _Net(half)
    x = net.conv("encoder.conv_in", net.node("SpaceToDepth", "image", blocksize=2), 12, c)
    for level in range(2):
        x = net.conv(f"encoder.down.{level}", net.silu(net.norm(f"encoder.norm.{level}", x, c)), c, c, stride=2)
    net.save(folder / "vae_encoder.onnx", {"image": ["batch", 3, size, size]},
             {"moments": (net.conv("quant_conv", x, c, 2 * latent, k=1), ["batch", 2 * latent, size // 8, size // 8])})

    net = _Net(half)
    guides = {name: ["batch", 3, size, size] for name in (("pose", "warped_source") if flow else ())}
    x = net.conv("decoder.conv_in", net.conv("post_quant_conv", "latents", latent, latent, k=1), latent, c)
    scales = net.node("Constant", value_floats=[1.0, 1.0, 2.0, 2.0])
    for level in range(2):
        x = net.node("Resize", x, "", scales, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
        x = net.conv(f"decoder.up.{level}", net.silu(net.norm(f"decoder.norm.{level}", x, c)), c, c)
    if flow:
        guide = net.node("SpaceToDepth", net.node("Concat", *guides, axis=1), blocksize=2)
        x = net.node("Add", x, net.node("Conv", guide, net.weight("decoder.guide.weight", c, 24, 1, 1, scale=0)))
    x = net.node("DepthToSpace", net.conv("decoder.conv_out", x, c, 12), blocksize=2)
    net.save(folder / "vae_decoder.onnx", {"latents": ["batch", latent, size // 8, size // 8], **guides}, {"image": (x, ["batch", 3, size, size])})

    def vision(name, pixels, output, pooled):
        net = _Net(half)
        x = net.tokens(net.conv("embeddings.patch", "pixel_values", 3, width, k=16, stride=16), width)
        x = net.node("LayerNormalization", x, net.weight("norm.weight", width, scale=1), net.weight("norm.bias", width, scale=0), axis=-1, epsilon=1e-6)
        q, k, v = (net.linear(f"attention.{part}", x, width, width) for part in ("query", "key", "value"))
        x = net.node("Add", x, net.node("Attention", q, k, v, domain="avatars", num_heads=2))
        if pooled:
            x = net.linear("visual_projection", net.node("ReduceMean", x, axes=[1], keepdims=0), width, width)
        net.save(folder / f"{name}.onnx", {"pixel_values": ["batch", 3, pixels, pixels]},
                {output: (x, ["batch", width] if pooled else ["batch", tokens, width])})

    vision("source_encoder", size, "last_hidden_state", pooled=False)
    vision("fusion_encoder", 32, "image_embeds", pooled=True)

    net = _Net(half)
    x = net.node("Gelu", net.linear("net.0", "last_hidden_state", width, width), domain="avatars")
    net.save(folder / "source_projector.onnx", {"last_hidden_state": ["batch", tokens, width]},
            {"tokens": (net.linear("net.4", x, width, width), ["batch", tokens, width])})

    net = _Net(half)
    x = net.linear("output_layer", net.node("Concat", "pose", "image", axis=1), 2 * width, width)
    x = net.node("Div", x, net.node("ReduceL2", x, axes=[1], keepdims=1))
    net.save(folder / "combiner.onnx", {"image": ["batch", width], "pose": ["batch", width]}, {"fusion": (x, ["batch", width])})

    cells = ["batch", 4, size // 8, size // 8]
    if flow:
        net = _Net(half)
        x = net.conv("patch", net.node("SpaceToDepth", "pixel_values", blocksize=8), 192, width, k=1)
        picture = net.node("Mul", "pixel_values", net.node("Constant", value_float=0.5))
        rows = net.node("Reshape", net.node("Transpose", net.node("SpaceToDepth", x, blocksize=2), perm=[0, 2, 3, 1]), net.integers(0, -1, 4 * width))
        net.save(folder / "source_encoder.onnx", {"pixel_values": ["batch", 3, size, size]}, {
            "last_hidden_state": (net.linear("out", rows, 4 * width, width), ["batch", tokens, width]), "surface": (net.conv("surface", x, width, 4,
                    k=1), cells),
            "matte": (net.node("DepthToSpace", net.conv("matte.out", x, width, 64, k=1), blocksize=8), ["batch", 1, size, size]), "foreground": (picture,
                    ["batch", 3, size, size])})

    net = _Net(half)
    x = "pose"
    for level, i in enumerate((3, c, c)):
        x = net.silu(net.conv(f"blocks.{level}", x, i, c, stride=2))
    made = {"pose_residual": (x, ["batch", c, size // 8, size // 8])}
    inputs = {"pose": ["batch", 3, size, size]}
    if flow:
        inputs.update(foreground=["batch", 3, size, size], surface=cells)
        made = {"pose_features": (net.conv("features", net.node("Concat", x, "surface", axis=1), c + 4, c), ["batch", c, size // 8, size // 8]),
                "pose_surface": (net.conv("surface", x, c, 4, k=1), cells),
                "warped_source": (net.conv("warped", "foreground", 3, 3), ["batch", 3, size, size]),
                "optical_flow": (net.conv("flow", x, c, 2, k=1), ["batch", 2, size // 8, size // 8]),
                "pose_mask": (net.conv("mask", x, c, 1, k=1), ["batch", 1, size // 8, size // 8])}
    net.save(folder / "pose_encoder.onnx", inputs, made)
    if flow:
        net = _Net(half)
        x = net.node("Concat", "pose_features", net.node("SpaceToDepth", "warped_source", blocksize=8), axis=1)
        net.save(folder / "coarse_predictor.onnx", {"pose_features": ["batch", c, size // 8, size // 8], "warped_source": ["batch", 3, size, size]}, {
            "pose_residual": (net.conv("out", x, c + 192, c), ["batch", c, size // 8, size // 8]),
            "coarse_latents": (net.conv("coarse_latents", x, c + 192, latent), ["batch", latent, size // 8, size // 8])})

    net = _Net(half)
    made = {f"mid.attn2.{part}": (net.node("LinearNoBias", "encoder_hidden_states", net.weight(f"mid.attn2.to_{part[0]}.weight", c, width), domain="avatars"),
                                  ["batch", tokens, c]) for part in ("key", "value")}
    net.save(folder / "unet_source.onnx", {"encoder_hidden_states": ["batch", tokens, width]}, made)

    net = _Net(half)
    time = net.node("Unsqueeze", net.node("Mul", "timestep", net.weight("time.scale", 1, scale=1e-3)), net.integers(1))
    emb = net.node("Add", net.linear("time.linear", time, 1, c), net.linear("class_embedding.net.0", "class_labels", width, c))
    x = net.node("Add", net.conv("conv_in", "sample", latent, c), "pose_residual")
    x = net.node("Add", x, net.node("Unsqueeze", emb, net.integers(2, 3)))
    rows = net.tokens(net.silu(net.norm("mid.norm", x, c)), c)
    mixed = net.node("Attention", net.linear("mid.attn2.to_q", rows, c, c), "mid.attn2.key", "mid.attn2.value", domain="avatars", num_heads=2)
    x = net.node("Add", x, net.node("Reshape", net.node("Transpose", mixed, perm=[0, 2, 1]), net.integers(0, c, size // 8, size // 8)))
    spatial = ["batch", latent, size // 8, size // 8]
    net.save(folder / "unet.onnx", {"sample": spatial, "timestep": ["batch"], "class_labels": ["batch", width],
            "pose_residual": ["batch", c, size // 8, size // 8],
                                    **{name: shape for name, (_, shape) in made.items()}}, {"prediction": (net.conv("conv_out", x, c, latent), spatial)})

    _write_manifest(folder, {
        "formatVersion": manifest.VERSION, "system": "fpdm", "name": "tiny", "description": "For tests.", "licence": "MIT", "provenance": "Random weights.",
        "width": size, "height": size, "latentChannels": latent, "latentScale": 1.0, "latentFactor": 8, "sourceSize": size, "fusionSize": 32,
        "poseStyle": "avatar", "schedule": {"kind": "scaled_linear", "betaStart": 0.00085, "betaEnd": 0.012, "trainSteps": 1000},
        "predictionType": "sample" if flow else "v_prediction", "defaults": {"sampler": "ddim", "steps": 1, "guidance": 1, "spacing": "trailing"},
        "networks": {}, "quality": {}})


def write_body_package(folder, size=64):
    """The same networks, but the pose encoder reads the textured body, and the decoder its features, texture and background."""
    folder = pathlib.Path(folder)
    write_package(folder, size, flow=True)
    (folder / "coarse_predictor.onnx").unlink()
    c, latent = 16, 4
    pictures = {name: ["batch", 3, size, size] for name in ("pose", "body_warped", "body_state", "body_coordinates", "body_normals")}
    features = {"half_features": ["batch", c, size // 2, size // 2], "quarter_features": ["batch", c, size // 4, size // 4]}

    net = _Net()
    fine = net.conv("level1", net.node("SpaceToDepth", net.node("Concat", *pictures, axis=1), blocksize=2), 60, c)
    middle = net.conv("level2", net.silu(fine), c, c, stride=2)
    x = net.conv("level3", net.silu(middle), c, c, stride=2)
    cells = [size // 8, size // 8]
    net.save(folder / "pose_encoder.onnx", pictures, {
        "pose_residual": (x, ["batch", c, *cells]), "coarse_latents": (net.conv("coarse", x, c, latent), ["batch", latent, *cells]),
        "half_features": (fine, features["half_features"]), "quarter_features": (middle, features["quarter_features"])})

    net = _Net()
    scales = net.node("Constant", value_floats=[1.0, 1.0, 2.0, 2.0])
    x = net.conv("conv_in", "latents", latent, c)
    for level, name in enumerate(("quarter_features", "half_features")):
        x = net.node("Resize", x, "", scales, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
        x = net.conv(f"up.{level}", net.silu(net.node("Add", x, name)), c, c)
    x = net.node("DepthToSpace", net.conv("conv_out", x, c, 12), blocksize=2)
    known = net.node("Add", net.node("Mul", "body_warped", "body_state"), "background")
    guides = {name: pictures["pose"] for name in ("body_warped", "body_state", "background")}
    net.save(folder / "vae_decoder.onnx", {"latents": ["batch", latent, *cells], **features, **guides},
             {"image": (net.node("Add", x, known), ["batch", 3, size, size])})
    _write_manifest(folder, json.loads((folder / "model.json").read_text(encoding="utf-8")))


def _write_manifest(folder, fields):
    """Writes model.json with the networks of now."""
    fields["networks"] = {path.stem: manifest.entry_of(path.read_bytes(), path.name) for path in sorted(folder.glob("*.onnx"))}
    manifest.check(fields, folder / "model.json")
    (folder / "model.json").write_text(manifest.text(fields), encoding="utf-8")


def write_imagpose_package(folder, size=64):
    """IMAGPose's networks at the same sizes: those that both systems have, and a UNet over a canvas of four tiles."""
    folder = pathlib.Path(folder)
    write_package(folder, size)
    for name in ("source_projector", "fusion_encoder", "combiner"):
        (folder / f"{name}.onnx").unlink()
    c, latent, width, side = 16, 4, 16, size // 4
    tokens = (size // 16) ** 2 + (size // 32) ** 2

    net = _Net()
    x = net.tokens(net.conv("proj", "latents", latent, width, k=4, stride=4), width)
    net.save(folder / "patch_embedding.onnx", {"latents": ["batch", latent, size // 8, size // 8]}, {"patch_tokens": (x, ["batch", (size // 32) ** 2, width])})

    net = _Net()
    made = {f"mid.attn2.{part}": (net.node("LinearNoBias", "encoder_hidden_states", net.weight(f"mid.attn2.to_{part[0]}.weight", c, width), domain="avatars"),
                                  ["batch", tokens, c]) for part in ("key", "value")}
    net.save(folder / "unet_source.onnx", {"encoder_hidden_states": ["batch", tokens, width]}, made)

    net = _Net()
    time = net.node("Unsqueeze", net.node("Mul", "timestep", net.weight("time.scale", 1, scale=1e-3)), net.integers(1))
    x = net.node("Add", net.conv("conv_in", "sample", 2 * latent + 1, c), "pose_residual")
    x = net.node("Add", x, net.node("Unsqueeze", net.linear("time.linear", time, 1, c), net.integers(2, 3)))
    rows = net.tokens(net.silu(net.norm("mid.norm", x, c)), c)
    mixed = net.node("Attention", net.linear("mid.attn2.to_q", rows, c, c), "mid.attn2.key", "mid.attn2.value", domain="avatars", num_heads=2)
    x = net.node("Add", x, net.node("Reshape", net.node("Transpose", mixed, perm=[0, 2, 1]), net.integers(0, c, side, side)))
    net.save(folder / "unet.onnx", {"sample": ["batch", 2 * latent + 1, side, side], "timestep": ["batch"], "pose_residual": ["batch", c, side, side],
                                    **{name: shape for name, (_, shape) in made.items()}}, {"prediction": (net.conv("conv_out", x, c, latent),
                                            ["batch", latent, side, side])})

    model = manifest.read(folder / "model.json")
    del model["fusionSize"]
    model["schedule"]["zeroTerminalSnr"] = True
    model.update(system="imagpose", flcMode="consistent")
    _write_manifest(folder, model)


def write_pcdms_package(folder, size=64):
    """PCDMs' networks at the same sizes: those that FPDM has, a prior, a UNet over a canvas of two tiles, and a refiner."""
    folder = pathlib.Path(folder)
    write_package(folder, size)
    (folder / "combiner.onnx").unlink()
    (folder / "fusion_encoder.onnx").rename(folder / "global_encoder.onnx")
    c, latent, width, side, tokens = 16, 4, 16, size // 8, (size // 16) ** 2

    net = _Net()
    time = net.node("Unsqueeze", net.node("Mul", "timestep", net.weight("time.scale", 1, scale=1e-3)), net.integers(1))
    inputs = {"noisy": width, "source_embeds": width, "source_pose": 36, "target_pose": 36}
    x = net.linear("time.linear", time, 1, width)
    for name, channels in inputs.items():
        x = net.node("Add", x, net.linear(f"{name}.linear", name, channels, width))
    x = net.linear("proj_to_clip_embeddings", net.node("Gelu", x, domain="avatars"), width, width)
    net.save(folder / "prior.onnx", {"timestep": ["batch"], **{name: ["batch", channels] for name, channels in inputs.items()}},
            {"prediction": (x, ["batch", width])})

    net = _Net()
    x = "pose"
    for level, i in enumerate((3, c, c)):
        x = net.silu(net.conv(f"blocks.{level}", x, i, c, stride=2))
    net.save(folder / "pose_encoder.onnx", {"pose": ["batch", 3, size, 2 * size]}, {"pose_residual": (x, ["batch", c, side, 2 * side])})

    (folder / "refiner_projector.onnx").write_bytes((folder / "source_projector.onnx").read_bytes())
    for source, unet, channels, columns, count in (("unet_source", "unet", 2 * latent + 1, 2 * side, tokens + 1), ("refiner_source", "refiner",
            2 * latent, side, tokens)):
        is_inpainting = unet == "unet"
        net = _Net()
        keys = [f"mid.attn2.{part}" for part in ("key", "value")]
        net.save(folder / f"{source}.onnx", {"encoder_hidden_states": ["batch", 1, width]}, {
            key: (net.node("LinearNoBias", "encoder_hidden_states", net.weight(f"mid.attn2.to_{key[10]}.weight", c, width), domain="avatars"),
                    ["batch", 1, c]) for key in keys})
        net = _Net()
        time = net.node("Unsqueeze", net.node("Mul", "timestep", net.weight("time.scale", 1, scale=1e-3)), net.integers(1))
        emb = net.linear("time.linear", time, 1, c)
        x = net.conv("conv_in", "sample", channels, c)
        if is_inpainting:
            emb = net.node("Add", emb, net.linear("class_embedding.linear_1", "class_labels", width, c))
            x = net.node("Add", x, "pose_residual")
        x = net.node("Add", x, net.node("Unsqueeze", emb, net.integers(2, 3)))
        rows = net.tokens(net.silu(net.norm("mid.norm", x, c)), c)
        mixed = net.node("Attention", net.linear("mid.attn2.to_q", rows, c, c), *keys, domain="avatars", num_heads=2)
        x = net.node("Add", x, net.node("Reshape", net.node("Transpose", mixed, perm=[0, 2, 1]), net.integers(0, c, side, columns)))
        conditions = {"class_labels": ["batch", width], "pose_residual": ["batch", c, side, columns]} if is_inpainting else {}
        net.save(folder / f"{unet}.onnx", {"sample": ["batch", channels, side, columns], "timestep": ["batch"], **conditions,
                **{key: ["batch", count, c] for key in keys}},
                 {"prediction": (net.conv("conv_out", x, c, latent), ["batch", latent, side, columns])})

    model = manifest.read(folder / "model.json")
    model.update(system="pcdms", prior={"steps": 3, "mean": -0.016, "deviation": 0.415, "limit": 10,
            "coordinates": {"missing": -1, "signed": False, "sideBorder": 0}},
                 refiner={"rescale": 0, "readsLatents": True})
    _write_manifest(folder, model)
