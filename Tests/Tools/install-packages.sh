#!/bin/sh
# Installs the system packages that are missing; does nothing, quickly, when all are there.
set -eu

apt_packages="pkg-config libpango1.0-dev libpng-dev libjpeg-dev libdeflate-dev fonts-inter fonts-dejavu-core fonts-stix"
brew_packages="pkgconf pango libpng jpeg-turbo libdeflate font-inter font-dejavu font-stix"

if [ "$(uname)" = Darwin ]; then
    for library in pangocairo libpng libjpeg libdeflate; do
        if ! pkg-config --exists "$library" 2>/dev/null; then
            echo "Libraries are missing. Install them with:" >&2
            echo "  brew install $brew_packages" >&2
            exit 1
        fi
    done
    exit 0
fi

if ! command -v dpkg-query >/dev/null; then
    for library in pangocairo libpng libjpeg libdeflate; do
        if ! pkg-config --exists "$library"; then
            echo "Please install the development packages of pango, libpng, libjpeg-turbo and libdeflate," >&2
            echo "and the fonts Inter, DejaVu and STIX, with your system's package manager." >&2
            exit 1
        fi
    done
    exit 0
fi

missing=""
for package in $apt_packages; do
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
