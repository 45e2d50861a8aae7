"""Prints where Blender puts the joints of a .bvh or .glb file: blender -b --factory-startup -P blender_joints.py -- FILE OUT SECONDS..."""
import builtins
import json
import sys

import bpy
import numpy

# Blender 3.4's importers use names that newer Python and NumPy have dropped.
_open = builtins.open
builtins.open = lambda file, mode="r", *more, **named: _open(file, mode.replace("U", ""), *more, **named)
for name, kind in (("bool", bool), ("float", float), ("int", int), ("object", object)):
    if name not in numpy.__dict__:
        setattr(numpy, name, kind)

path, out, *seconds = sys.argv[sys.argv.index("--") + 1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
if path.endswith(".bvh"):
    bpy.ops.import_anim.bvh(filepath=path, global_scale=0.01, update_scene_fps=True, axis_forward="-Z", axis_up="Y")
else:
    bpy.ops.import_scene.gltf(filepath=path)
scene = bpy.context.scene
armature = next(thing for thing in scene.objects if thing.type == "ARMATURE")
places = {}
for second in seconds:
    frame = float(second) * scene.render.fps + (1 if path.endswith(".bvh") else 0)
    scene.frame_set(int(frame), subframe=frame - int(frame))
    bpy.context.view_layer.update()
    for bone in armature.pose.bones:
        x, y, z = (armature.matrix_world @ bone.matrix).translation
        places[f"{second} {bone.name}"] = [x, z, -y]  # Blender's z is up
with open(out, "w") as file:
    json.dump(places, file)
