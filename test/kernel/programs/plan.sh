#!/bin/sh
# Stands where the image has its server: runs the steps of a job one after the other and keeps what each of them says.
for step in /app/steps/*; do
  out=/out/${step##*/}
  timeout 600 sh "$step" >"$out.stdout" 2>"$out.stderr" </dev/null
  echo $? >"$out.status"
done
