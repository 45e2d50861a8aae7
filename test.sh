#!/usr/bin/env bash
# Sets up what is missing, builds without a warning and runs every test. Arguments go to dotnet test (for example --filter).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. Toolkit/prepare.sh
prepare dotnet opengl xvfb ffmpeg pytorch
ensure_display
dotnet build Avatar.sln -c Release -v quiet --nologo
results=$(mktemp)
trap 'rm -f "$results"; [ -z "${xvfb_pid:-}" ] || kill "$xvfb_pid" 2>/dev/null' EXIT
status=0
dotnet test Avatar.sln -c Release --no-build --nologo --logger "console;verbosity=minimal" "$@" 2>&1 | tee "$results" || status=$?
# One closing line for all test projects together.
awk '/(Passed|Failed|Skipped)! *- *Failed:/ { gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Passed:") p += $(i+1); if ($i == "Failed:") f += $(i+1); if ($i == "Skipped:") s += $(i+1) } }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$results"
exit "$status"
