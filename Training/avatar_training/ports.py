"""Names that the C# graphs give to networks, ports and tensors of the shards, and that the trainer reads: one table.

A name here equals a name in Toolkit/Avatars.ModelBuilding/Networks or in a shard. Rename it there and here together,
in the networks of tests/synthetic.py, and in the `learn` of recipes.
"""

# Networks of a package
COARSE_PREDICTOR = "coarse_predictor"

# Outputs of the source encoder
SURFACE = "surface"  # surface coordinates of a cell, and the logit of the body being there
MATTE = "matte"  # logit of a pixel being the person's
PART_MAPS = "part_maps"
FOREGROUND = "foreground"  # the source without its background

# Outputs of the pose encoder
POSE_SURFACE = "pose_surface"  # surface coordinates of the target
WARPED_SOURCE = "warped_source"  # backward warp of the source
FLOW = "optical_flow"  # the position in the source that a cell shows, x and y in -1..1
PERSON_MASK = "pose_mask"  # logit of the person being there

# Outputs of the coarse latent predictor
COARSE_LATENTS = "coarse_latents"
POSE_RESIDUAL = "pose_residual"

# Inputs of the pose encoder and the decoder of packages whose pose map is the textured body: pictures of these names are in the shards too
BODY_WARPED = "body_warped"  # the source's colours on the posed body, over the inpainted background
BODY_PICTURES = ("body_state", "body_coordinates", "body_normals")
BACKGROUND = "background"  # inpainted
DECODER_FEATURES = ("half_features", "quarter_features")  # from the pose encoder to the decoder
