#!/usr/bin/env bash
# Fills Runtime/Assemblies with the assemblies that Unity loads: the netstandard2.1 libraries and what they need
# beyond Unity's own base class library. ONNX Runtime's native library comes from the package that package.json names (1.29);
# its C# side comes along as Microsoft.ML.OnnxRuntime.dll, which our code is built against and which runs on that library.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
target="$here/Runtime/Assemblies"
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
dotnet publish "$repository/Plugin/Avatars.Diffusion/Avatars.Diffusion.csproj" -p:OnnxRuntimeManagedVersion=1.30.0 -c Release -v quiet --nologo -o "$staging"
rm -f "$staging"/onnxruntime*.dll "$staging"/DirectML*.dll # native, on Windows
mkdir -p "$target"
rm -f "$target"/*.dll
cp "$staging"/*.dll "$target/"
echo "Assemblies for Unity in $target:"
ls "$target"
