#!/bin/sh
# Hook of a container: has the helper of the node at work for as long as the container lives, from the rendered file that
# lies in the container's bundle, and with the capabilities and variables of its DaemonSet.
#
# help.sh start LOGS CAPABILITIES  LOGS is what the kubelet calls the log folder of the container's pod
# help.sh stop
bundle=$(sed -n 's/.*"bundle": *"\([^"]*\)".*/\1/p')
if [ "$1" = stop ]; then
  kill "$(cat "$bundle/helper")"
  exit
fi
export POD_LOGS="$bundle/pod-logs"
mkdir -p "$POD_LOGS/$2"
# In the background: the process that it looks for comes only after this hook.
setpriv --bounding-set "-all,$3" --no-new-privs perl "$bundle/app/helper/delegate-cgroup.pl" >"$bundle/helper-log" 2>&1 &
echo $! >"$bundle/helper"
