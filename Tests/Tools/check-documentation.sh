#!/bin/sh
# Checks the documentation comments of every library: references must lead somewhere, parameters must be there.
set -eu

modules=".build/release/Modules"
[ -d "$modules" ] || swift build -c release --static-swift-stdlib --product convscope
resources=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
docc="$resources/../../bin/docc"
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple" *: *"\(.*\)".*/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The C modules that the libraries import inside.
flags=""
for map in .build/release/*.build/module.modulemap Sources/SystemLibraries/*/module.modulemap \
    .build/checkouts/Yams/Sources/CYaml/include/module.modulemap; do
    [ -f "$map" ] || continue
    flags="$flags -Xcc -fmodule-map-file=$map"
done
for flag in $(pkg-config --cflags pangocairo libpng libjpeg libdeflate libcmark); do
    flags="$flags -Xcc $flag"
done

for module in Tensors Networks Execution Training Scenes Figures Files Reports CairoRendering; do
    mkdir -p "$work/$module"
    # shellcheck disable=SC2086
    swift symbolgraph-extract $flags -module-name "$module" -I "$modules" -target "$target" \
        -minimum-access-level public -skip-inherited-docs -output-dir "$work/$module"
done
failed=0
for module in Tensors Networks Execution Training Scenes Figures Files Reports CairoRendering; do
    rm -f "$work/$module/"*@*.symbols.json
    if ! "$docc" convert --fallback-display-name "$module" --fallback-bundle-identifier "convscope.$module" \
        --additional-symbol-graph-dir "$work/$module" --output-path "$work/$module.doccarchive" \
        --warnings-as-errors >"$work/log" 2>&1; then
        cat "$work/log" >&2
        failed=1
    fi
done
[ "$failed" -eq 0 ] && echo "documentation comments are sound"
exit "$failed"
