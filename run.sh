#!/usr/bin/env bash
# Shows the main job: a posed rig drives a generated person.
# With a display: the viewer, playing a sample clip. Without one: the same, rendered to out/first-light.mp4.
# Arguments go to the viewer, or to `avatar video`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. Toolkit/prepare.sh

source_picture=Samples/Sources/resident-01.png
motion=Samples/Motion/wave.bvh

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    prepare dotnet node opengl stb
    prepare_onnxruntime
    echo "Building the viewer"
    dotnet build RealtimeViewer/RealtimeViewer.csproj -c Release -v quiet --nologo
    echo "Opening the viewer (source $source_picture, motion $motion)"
    exec dotnet artifacts/bin/RealtimeViewer/release/avatar-viewer.dll --source "$source_picture" --motion "$motion" "$@"
fi

prepare dotnet node stb ffmpeg
prepare_onnxruntime
echo "No display: rendering $motion with $source_picture to out/first-light.mp4"
mkdir -p out
./avatar video --source "$source_picture" --motion "$motion" --out out/first-light.mp4 "$@"
