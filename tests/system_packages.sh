#!/bin/sh
# What the tests of the Workbench need beside Python: a browser, PostgreSQL, fonts and pango, and axe from npm.
# Installs what is missing where it may (Debian, as root); otherwise says so, and those tests skip with the reason.
set -eu
here=$(dirname "$0")
missing=""
command -v chromium >/dev/null || missing="$missing chromium fonts-dejavu-core fonts-noto-core"
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
ldconfig -p | grep -q libpangoft2-1.0 || missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
command -v npm >/dev/null || missing="$missing npm"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing for the tests:$missing"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Not installed, so some tests will be skipped:$missing"
    fi
fi
if command -v npm >/dev/null && [ ! -e "$here/workbench/browser/node_modules/axe-core/axe.min.js" ]; then
    npm ci --silent --prefix "$here/workbench/browser" || echo "axe could not be fetched from npm: its tests will be skipped"
fi
