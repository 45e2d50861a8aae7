# Sourced by run.sh, test.sh and avatar: installs what is missing on this machine, and names it.
# Usage: . Toolkit/prepare.sh; prepare PROGRAM_OR_LIBRARY...   (names as below)

# Whether the loader finds a library. (No grep -q: it would end ldconfig early, which pipefail takes for a failure.)
_has_library() { PATH=$PATH:/sbin ldconfig -p | grep -F "$1" >/dev/null; }

# What each need is, how its presence is tested, and the Debian packages that provide it.
_is_here() {
    case $1 in
        opengl) _has_library libglfw.so.3 && _has_library libGL.so.1 && compgen -G '/usr/lib/*/dri/*_dri.so' >/dev/null ;;
        xvfb) command -v Xvfb >/dev/null ;;
        xdotool) command -v xdotool >/dev/null ;;
        ffmpeg) command -v ffmpeg >/dev/null ;;
        slurm)
            PATH=$PATH:/usr/sbin:/sbin
            command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v munged >/dev/null && command -v slurmdbd >/dev/null \
                && command -v mariadbd >/dev/null
            ;;
        npm) command -v npm >/dev/null ;;
        dotnet) command -v dotnet >/dev/null ;;
        pytorch) /usr/bin/python3 -c 'import torch, onnx, numpy, PIL' >/dev/null 2>&1 ;;
        *) echo "prepare: unknown need '$1'" >&2; return 2 ;;
    esac
}

_packages_of() {
    case $1 in
        opengl) echo libglfw3 libgl1 libglx-mesa0 libgl1-mesa-dri ;;
        xvfb) echo xvfb xauth ;;
        xdotool) echo xdotool ;;
        ffmpeg) echo ffmpeg ;;
        npm) echo nodejs npm ;;
        slurm) echo slurm-wlm munge slurmdbd mariadb-server ;;
        pytorch) echo python3-torch python3-onnx python3-numpy python3-pil libopenblas0-pthread ;;
    esac
}

# Installs the Debian packages behind the given needs, where those are not met yet.
prepare() {
    local need missing=()
    for need in "$@"; do
        _is_here "$need" && continue
        if [ "$need" = dotnet ]; then
            echo "The .NET SDK 10 is missing. Install it (https://dotnet.microsoft.com/download), then run this again." >&2
            return 1
        fi
        missing+=($(_packages_of "$need"))
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null; then
        echo "Missing on this machine: ${missing[*]} (Debian's names). Install them with your system's package manager, then run this again." >&2
        return 1
    fi
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "Installing with apt-get: ${missing[*]}"
    $sudo apt-get update -qq >/dev/null || return 1
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
        echo "apt-get could not install: ${missing[*]}. Install them by hand, then run this again." >&2
        return 1
    }
}

# Starts a virtual display for the rest of the script where there is none; ends it with the script.
ensure_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && return 0
    prepare xvfb || return 1
    local ready
    # Without -noreset the server starts over when its last client leaves, which ends a program that is just connecting.
    exec 9< <(exec Xvfb -displayfd 1 -screen 0 1600x1000x24 -nolisten tcp -noreset 2>/dev/null & echo "pid $!"; wait)
    local line
    while read -r -t 20 line <&9; do
        case $line in
            pid\ *) xvfb_pid=${line#pid } ;;
            *) export DISPLAY=":$line"; ready=1 ;;
        esac
        [ -n "${ready:-}" ] && [ -n "${xvfb_pid:-}" ] && break
    done
    trap 'kill "$xvfb_pid" 2>/dev/null' EXIT
    [ -n "${ready:-}" ] || { echo "No display, and Xvfb did not start. Set DISPLAY, or install xvfb." >&2; return 1; }
}
