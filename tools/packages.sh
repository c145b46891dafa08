# packages.sh - Debian packages of Xenia, and installing what is missing. Sourced by tools/demo and tools/check.
# shellcheck shell=sh

BUILD_PACKAGES="build-essential cmake ninja-build pkg-config gettext libgeos-dev libproj-dev libshp-dev libpq-dev
  libmicrohttpd-dev libgnutls28-dev libjansson-dev libcairo2-dev libpango1.0-dev libsodium-dev zlib1g-dev libinih-dev libexpat1-dev libjs-leaflet esbuild postgresql
  fonts-dejavu-core fonts-liberation"
TEST_PACKAGES="clang-14 clang-format-14 libclang-rt-14-dev libcmocka-dev libexpat1-dev liblemon-dev libglpk-dev python3-yaml
  python3-jsonschema chromium chromium-headless-shell curl faketime postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl
  gdal-bin libxml2-utils poppler-utils qpdf"

# install_missing PACKAGE... : says what it installs, and asks nothing.
install_missing() {
    missing=""
    for package in "$@"; do
        case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" in
        "install ok installed") ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -z "$missing" ] && return 0
    echo "== installing:$missing"
    run_as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "root is needed to install them (su -c 'apt-get install$missing')"; return 1; }
        run_as_root="sudo"
    fi
    $run_as_root apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $run_as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
