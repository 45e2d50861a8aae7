#!/usr/bin/env bash
# Makes the Unity package: Plugin/Unity/pack.sh FOLDER writes FOLDER/com.avatar.avatars (unpacked) and FOLDER/com.avatar.avatars-VERSION.tgz.
# The assemblies are the netstandard2.1 libraries and what they need beyond Unity's own base class library. ONNX Runtime's native library comes from
# the package that package.json names (1.29); its C# side, which our code is built against, comes along and runs on that library.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { echo "Name the folder that receives the package: Plugin/Unity/pack.sh FOLDER" >&2; exit 1; }
name=$(sed -n 's/.*"name": "\(com\.[^"]*\)",.*/\1/p' "$here/package.json" | head -1)
version=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$here/package.json" | head -1)
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
mkdir -p "$1" "$staging/package/Runtime/Assemblies"
cp -R "$here"/{package.json,README.md,CHANGELOG.md,LICENSE.md,"Third Party Notices.md",Runtime,Editor,Samples~,Documentation~} "$staging/package/"
rm -rf "$staging/package/Runtime/Assemblies"/*
dotnet publish "$here/../Avatars.Diffusion/Avatars.Diffusion.csproj" -p:OnnxRuntimeManagedVersion=1.30.0 -c Release -v quiet --nologo -o "$staging/published"
rm -f "$staging/published"/onnxruntime*.dll "$staging/published"/DirectML*.dll # native, on Windows
cp "$staging/published"/*.dll "$staging/package/Runtime/Assemblies/"

# Every file and folder that Unity sees has a .meta with a GUID that stays: the hash of its path.
guid() { printf '%s/%s' "$name" "$1" | md5sum | cut -c1-32; }
meta() {
    local path=$1 file="$staging/package/$1.meta"
    printf 'fileFormatVersion: 2\nguid: %s\n' "$(guid "$path")" > "$file"
    if [ -d "$staging/package/$path" ]; then
        printf 'folderAsset: yes\nDefaultImporter:\n  externalObjects: {}\n' >> "$file"
    elif [[ $path == *.dll ]]; then
        printf 'PluginImporter:\n  isExplicitlyReferenced: %s\n' "$([[ $path == *OnnxRuntime.dll ]] && echo 1 || echo 0)" >> "$file"
        printf '  validateReferences: 1\n  platformData:\n  - first:\n      Any: \n    second:\n      enabled: 1\n' >> "$file"
    fi
}
(cd "$staging/package" && find . -mindepth 1 -not -path '*~*' -not -name '*.meta' -printf '%P\n' | sort) | while read -r path; do meta "$path"; done

rm -rf "${1:?}/$name"
cp -R "$staging/package" "$1/$name"
tar -czf "$1/$name-$version.tgz" -C "$staging" package
echo "$1/$name and $1/$name-$version.tgz"
