#!/bin/sh
# Takes the README's pictures anew: a real server, a real browser. Needs Chromium and a trained model.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python tests/browser/look.py "$folder" --form desktop --part routine
.venv/bin/python tests/browser/look.py "$folder" --form phone-390 --part dangers
cp "$folder/desktop/exercise.png" docs/pictures/exercise.png
cp "$folder/phone-390/emergency.png" docs/pictures/emergency.png
