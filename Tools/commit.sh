#!/bin/sh
# Writes a Swift file with the Git commit of the sources in ROOT: Tools/commit.sh ROOT FILE
# The commit ends with -dirty if sources have been changed since. It is empty outside of a Git repository or without git.
# STUDY_COMMIT replaces it, for builds from a copy of the sources, as in a Dockerfile.
set -eu
root=$1
file=$2
# Only this tree's own repository, not one that contains it; also if it belongs to another user.
ask_git() {
    GIT_OPTIONAL_LOCKS=0 git -c safe.directory='*' --git-dir="$root/.git" --work-tree="$root" "$@" 2>/dev/null
}

commit=${STUDY_COMMIT:-}
if [ -z "$commit" ] && [ -e "$root/.git" ] && commit=$(cd "$root" && ask_git rev-parse HEAD); then
    changes=$(cd "$root" && ask_git status --porcelain -- Sources Package.swift) || changes=
    [ -z "$changes" ] || commit=$commit-dirty
fi
# It becomes a literal.
case $commit in *[!0-9a-zA-Z.-]*) commit= ;; esac

text="let generatedCommit = \"$commit\""
[ "$(cat "$file" 2>/dev/null)" = "$text" ] || printf '%s\n' "$text" >"$file"
