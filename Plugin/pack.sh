#!/usr/bin/env bash
# Makes the NuGet packages: Plugin/pack.sh FOLDER [OPTION...]; options go to 'dotnet pack', such as -p:PackageVersion=1.2.3 or --no-build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] || { echo "Name the folder that receives the packages: Plugin/pack.sh FOLDER [OPTION...]" >&2; exit 1; }
folder=$1
shift
for project in Plugin/Avatars Plugin/Avatars.Pictures Plugin/Avatars.Diffusion Bindings/Silk.Windowing Plugin/Avatars.Graphics Plugin/Avatars.Templates; do
    dotnet pack "$here/../$project" -c Release -v quiet --nologo -o "$folder" "$@"
done
