#!/usr/bin/env bash
# Makes a bare Debian machine ready: system libraries, a virtual environment in .venv, the locked parts.
# Usage: setup.sh libraries window|tests|bundle    checks (and where it may, installs) Debian packages
#        setup.sh environment                      makes or renews .venv when a lock has changed
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }

# What Qt needs to draw at all, then what it needs on an X display (any one missing gives the same riddle).
off_screen="libegl1 libgl1 libxkbcommon0 libglib2.0-0 libfontconfig1 libdbus-1-3"
on_display="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
virtual_screen="xvfb xauth openbox xdotool imagemagick at-spi2-core dbus-x11 gir1.2-atspi-2.0 python3-gi"
set_clock="faketime"  # for `make any-day`

missing_packages() {  # a package that a later Debian renamed with t64 counts as there
    local have name
    have=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' 2>/dev/null) "
    for name in "$@"; do
        [[ $have == *" $name=installed "* || $have == *" ${name}t64=installed "* ]] || printf '%s ' "$name"
    done
}

apt_install() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    say "Installing system libraries: $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=600)
    "${apt[@]}" install --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    "${apt[@]}" update >/dev/null 2>&1 || true
    "${apt[@]}" install --no-install-recommends "$@" >/dev/null
}

libraries() {
    command -v dpkg-query >/dev/null || return 0  # not a Debian: what is missing will be said by Qt
    local wanted="$off_screen"
    case "$1" in
        window) wanted="$off_screen $on_display" ;;
        tests) wanted="$off_screen $on_display $virtual_screen $set_clock" ;;
        bundle) wanted="$off_screen $on_display $virtual_screen binutils" ;;
    esac
    local missing
    # shellcheck disable=SC2086  # a list of words is meant
    missing=$(missing_packages $wanted)
    [ -z "$missing" ] && return 0
    # shellcheck disable=SC2086
    apt_install $missing && return 0
    say "This machine lacks ${missing% }. Ask its administrator to run: apt-get install ${missing% }, then try again."
    return 1
}

find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    say "Python 3.11 or newer is needed. Install python3.11, then try again."
    return 1
}

lock_digest() {
    cat requirements/dev.lock pyproject.toml installer/setup.sh | sha256sum | cut -c1-16
}

environment() {
    local stamp
    stamp=".venv/.ready-$(lock_digest)"
    [ -e "$stamp" ] && return 0
    local python
    python=$(find_python)
    rm -f .venv/.ready-*
    if ! .venv/bin/python -c '' 2>/dev/null; then
        say "Making the virtual environment .venv"
        rm -rf .venv
        if "$python" -c 'import ensurepip' 2>/dev/null; then
            "$python" -m venv .venv
        elif "$python" -m pip --version >/dev/null 2>&1; then
            "$python" -m venv --without-pip .venv  # Debian keeps ensurepip in python3-venv; pip can do without
        else
            apt_install python3-venv || { say "This machine lacks python3-venv. Ask its administrator to run: apt-get install python3-venv, then try again."; return 1; }
            "$python" -m venv .venv
        fi
    fi
    local pip=(.venv/bin/python -m pip)
    .venv/bin/python -c 'import pip' 2>/dev/null || pip=("$python" -m pip --python .venv/bin/python)
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
    say "Installing the locked parts (about a minute the first time)"
    "${pip[@]}" install -qq --require-hashes --only-binary :all: -r requirements/dev.lock
    "${pip[@]}" install -qq --no-deps --no-build-isolation --no-index -e .
    touch "$stamp"
}

case "${1:-}" in
    libraries) libraries "${2:-window}" ;;
    environment) environment ;;
    *) say "Usage: setup.sh libraries window|tests|bundle, or setup.sh environment"; exit 2 ;;
esac
