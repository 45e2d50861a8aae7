#!/usr/bin/env bash
# Shows the main job: a posed rig drives a generated person.
# With a display: the viewer, playing a sample clip. Without one: the same, rendered to out/first-light.mp4.
# Arguments go to the viewer, or to `avatar video`; what they do not name is a sample's: source, motion, and the model in 8 bits.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. Toolkit/prepare.sh

arguments=("$@")

# An option's value, unless it was given.
default() {
    local given
    for given in "${arguments[@]}"; do
        case "$given" in "$1" | "$1="*) return ;; esac
    done
    arguments+=("$1" "$2")
}

default --source Samples/Sources/person-01.png
default --motion Samples/Motion/wave.bvh
default --model Models/fpdm-body-8bit

# The samples have their analyses beside them; another picture needs the networks that see people.
case " ${arguments[*]} " in
    *"--source Samples/"* | *"--source=Samples/"* | *.person*) ;;
    *) ./avatar model import --system mediapipe ;;
esac

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    prepare dotnet opengl
    echo "Building the viewer"
    dotnet build RealtimeViewer/RealtimeViewer.csproj -c Release -v quiet --nologo
    echo "Opening the viewer: ${arguments[*]}"
    exec dotnet artifacts/bin/RealtimeViewer/release/avatar-viewer.dll "${arguments[@]}"
fi

prepare dotnet ffmpeg
default --out out/first-light.mp4
echo "No display, so a film: ${arguments[*]}"
mkdir -p out
./avatar video "${arguments[@]}"
