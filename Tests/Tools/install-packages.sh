#!/bin/sh
# Installs the system packages that are missing; does nothing, quickly, when all are there.
# Packages that are named are installed as well, on Debian and Ubuntu.
set -eu

apt_packages="pkg-config libpango1.0-dev libpng-dev libjpeg-dev libdeflate-dev libgif-dev libcmark-dev fonts-inter fonts-dejavu-core fonts-stix"
brew_packages="pkgconf pango libpng jpeg-turbo libdeflate giflib cmark font-inter font-dejavu font-stix"

# giflib itself knows nothing of pkg-config; Debian adds its file.
has_libraries() {
    pkg-config --exists pangocairo libpng libjpeg libdeflate libcmark 2>/dev/null && [ -e "$1/include/gif_lib.h" ]
}

if [ "$(uname)" = Darwin ]; then
    if ! has_libraries "$(brew --prefix)"; then
        echo "Libraries are missing. Install them with:" >&2
        echo "  brew install $brew_packages" >&2
        exit 1
    fi
    exit 0
fi

if ! command -v dpkg-query >/dev/null; then
    if ! has_libraries /usr; then
        echo "Please install the development packages of pango, libpng, libjpeg-turbo, libdeflate, giflib and cmark," >&2
        echo "and the fonts Inter, DejaVu and STIX, with your system's package manager." >&2
        exit 1
    fi
    exit 0
fi

missing=""
for package in $apt_packages "$@"; do
    state=$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case $state in
        ii*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -z "$missing" ] && exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing:$missing. Install them as root: apt-get install$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "Installing$missing"
# shellcheck disable=SC2086
if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
