#!/usr/bin/env bash
# Fetches the two published widgets, without the packages that their authors develop them with.
set -euo pipefail
cd "$(dirname "$0")"
npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
rm -rf published && mkdir published && cd published
for package in rasa-webchat@1.0.1 @rasahq/rasa-webchat@0.0.11; do
  file=$(npm pack --loglevel=error "$package" | tail -1)
  mkdir -p "${package%@*}" && tar -xzf "$file" -C "${package%@*}" --strip-components=1 && rm "$file"
done
cd .. && node build.mjs published/official.js
