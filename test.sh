#!/usr/bin/env bash
# Sets up what is missing, builds without a warning and runs every test. Arguments go to dotnet test (for example --filter).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. Toolkit/prepare.sh
prepare dotnet opengl xvfb xdotool ffmpeg pytorch slurm
ensure_display
dotnet build Avatar.sln -c Release -v quiet --nologo
# MediaPipe's networks, once: into the user's cache. Without them their tests are skipped, and fail with CI=true.
./avatar model import --system mediapipe || echo "MediaPipe's networks are missing; the tests that need them do not run." >&2
results=$(mktemp -d)
trap 'rm -rf "$results"; [ -z "${xvfb_pid:-}" ] || kill "$xvfb_pid" 2>/dev/null' EXIT

# As many projects at a time as there are cores (at most four), the longest first, so that none of them is left over at the end.
longest=(Cli.Tests Avatars.ModelBuilding.Tests Avatars.Diffusion.Tests Fuzzing Avatars.Datasets.Tests RealtimeViewer.Tests Avatars.Workers.Tests Avatars.Tests)
projects=$(printf '%s\n' "${longest[@]/#/Tests/}"; dirname -- $(grep -l Microsoft.NET.Test.Sdk Tests/*/*.csproj))
cores=$(getconf _NPROCESSORS_ONLN)
test_project() {
    local results=$1 project=$2 output status=0
    shift 2
    output="$results/$(basename "$project").txt"
    # A test that takes a quarter of an hour hangs: it is named and ended.
    dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=minimal" --results-directory "$results" \
        --blame-hang-timeout 15m --blame-hang-dump-type none "$@" >"$output" 2>&1 || status=$?
    grep -v "^Data collector 'Blame'" "$output" || true
    return $status
}
export -f test_project
status=0
awk '!seen[$0]++' <<<"$projects" | xargs -P "$((cores < 4 ? cores : 4))" -I{} bash -c 'test_project "$@"' _ "$results" {} "$@" || status=1
# One closing line for all test projects together.
awk '/(Passed|Failed|Skipped)! *- *Failed:/ {
         gsub(",", "")
         for (i = 1; i < NF; i++) {
             if ($i == "Passed:") p += $(i+1)
             if ($i == "Failed:") f += $(i+1)
             if ($i == "Skipped:") s += $(i+1)
         }
     }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$results"/*.txt
exit "$status"
