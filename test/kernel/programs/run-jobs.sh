#!/bin/sh
# Runs every job below this folder in a container of its own, one after the other; $1 is the root file system of the
# containers. Only in the virtual machine: what the jobs attempt must never reach a machine that anybody needs.
[ -e /run/bkg-test-machine ] || exit 99
here=$(cd "$(dirname "$0")/.." && pwd)
rootfs=$1
for job in "$here"/jobs/*/; do
  job=${job%/}
  name=bkg-test-${job##*/}
  # What the runtime would make in the writable layer of the image.
  while read -r folder; do mkdir -p "$rootfs$folder"; done <"$job/folders"
  while read -r file; do mkdir -p "$rootfs${file%/*}" && : >>"$rootfs$file"; done <"$job/mounted-files"
  chown -R "$(cat "$job/volume-owner")" "$job/volumes"
  chmod 0777 "$job/out"
  timeout 900 runc --root "$here/runc" run --bundle "$job" "$name" >"$job/out/stdout" 2>"$job/out/stderr" </dev/null
  echo $? >"$job/out/status"
  runc --root "$here/runc" delete --force "$name" 2>/dev/null
done
