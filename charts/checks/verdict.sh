#!/bin/sh
# Compares copies of reads, which one colour of the daemon gets, with the calls that the other one answers: on the same routes, over
# the same time, as the proxy counts both. Says whether calls may move. Every question runs; one failed answer decides the exit
# code. A colour that nobody asked is not good.
#
# PROMETHEUS      base address
# QUERIES         folder with one expression per file, `NAME-calls` and `NAME-copies`
# ACTIVE, SHADOW  the colour that answers, and the one that gets copies
# WINDOW_SECONDS  how long copies are made before anything is asked
# NEEDED_COPIES   without which there is no verdict
# ERROR_BUDGET    share of calls that may be answered with 5xx
# SLOW_BUDGET     share of calls that may take longer than the objective says
# MIX_TOLERANCE   how far shares of 2xx, 3xx and 4xx may be apart
# CALL_SECONDS    how long one question may take
set -u
: "${CALL_SECONDS:=20}"

failed=0
folder=$(mktemp -d)
finish() {
  trap '' EXIT INT TERM
  # The wait below, by the shell's own record: a variable would be set a step too late for a signal in between.
  [ -z "${!:-}" ] || kill "$!" 2>/dev/null
  rm -rf "$folder"
  exit "$failed"
}
trap finish EXIT
trap 'echo "failed  cut off by a signal"; failed=1; finish' INT TERM

fail() { # WHY
  echo "failed  $1"
  failed=1
}

echo "waiting $WINDOW_SECONDS s while copies are made"
# The shell hears no signal while it waits for a program in front.
sleep "$WINDOW_SECONDS" &
wait "$!"

# ask NAME: the number that Prometheus answers, nothing when it knows none, and an exit code when it does not answer.
ask() {
  : >"$folder/answer"
  curl --silent --show-error --get --retry 3 --retry-connrefused --max-time "$CALL_SECONDS" --output "$folder/answer" \
    --data-urlencode "query@$QUERIES/$1" "$PROMETHEUS/api/v1/query" || return 1
  grep -q '"status":"success"' "$folder/answer" || return 1
  sed -n 's/.*"value":\[[-+.0-9e]*,"\([-+.0-9a-zA-Z]*\)"\].*/\1/p' "$folder/answer" | grep -vx 'NaN'
  return 0
}

# holds CONDITION [A [B [C]]]: a condition of awk on numbers; the shell knows whole ones only.
holds() {
  awk -v a="${2:-0}" -v b="${3:-0}" -v c="${4:-0}" "BEGIN { exit !($1) }"
}

larger() {
  awk -v a="$1" -v b="$2" 'BEGIN { print (a + 0 > b + 0 ? a : b) }'
}

# table NAME: a line of the summary, and the two numbers in $calls and $copies.
table() {
  if ! calls=$(ask "$1-calls") || ! copies=$(ask "$1-copies"); then
    fail "metrics: Prometheus does not answer $1: $(tr '[:cntrl:]' ' ' <"$folder/answer" | cut -c 1-300)"
    exit 1
  fi
  printf '%-12s%14s%14s\n' "$1" "${calls:-none}" "${copies:-none}"
}

printf '%-12s%14s%14s\n' "$WINDOW_SECONDS s" "$ACTIVE" "$SHADOW"
table count
count_calls=$calls count_copies=$copies
table class-2 && mix="2 ${calls:-none} ${copies:-none}"
table class-3 && mix="$mix 3 ${calls:-none} ${copies:-none}"
table class-4 && mix="$mix 4 ${calls:-none} ${copies:-none}"
table class-5 && error_calls=$calls error_copies=$copies
table slow && slow_calls=$calls slow_copies=$copies
for quantile in p50 p95 p99; do table "$quantile"; done

if [ -z "$count_calls" ]; then
  fail "metrics: the proxy counted no call of these routes; is it scraped, and does anybody call?"
elif [ -z "$count_copies" ]; then
  fail "metrics: the proxy counted no copy for $SHADOW"
elif holds 'a < b' "$count_copies" "$NEEDED_COPIES"; then
  fail "traffic: $count_copies copies, and it takes $NEEDED_COPIES to judge"
else
  echo "ok      traffic: $count_copies copies of $NEEDED_COPIES that it takes"

  allowed=$(larger "$ERROR_BUDGET" "$error_calls")
  if holds 'a <= b' "$error_copies" "$allowed"; then
    echo "ok      errors: $error_copies of copies, $allowed are allowed"
  else
    fail "errors: $error_copies of copies are answered with 5xx, $allowed are allowed"
  fi

  if [ -z "$slow_calls" ] || [ -z "$slow_copies" ]; then
    fail 'metrics: the proxy measured no durations'
  else
    allowed=$(larger "$SLOW_BUDGET" "$slow_calls")
    if holds 'a <= b' "$slow_copies" "$allowed"; then
      echo "ok      latency: $slow_copies of copies are slow, $allowed are allowed"
    else
      fail "latency: $slow_copies of copies are slow, $allowed are allowed"
    fi
  fi

  # shellcheck disable=SC2086 # words are what is wanted
  set -- $mix
  while [ "$#" -gt 0 ]; do
    if holds '(a > b ? a - b : b - a) <= c' "$2" "$3" "$MIX_TOLERANCE"; then
      echo "ok      answers: ${1}xx are $2 of calls and $3 of copies"
    else
      fail "answers: ${1}xx are $2 of calls and $3 of copies; more than $MIX_TOLERANCE apart"
    fi
    shift 3
  done
fi

if [ "$failed" -eq 0 ]; then
  echo "verdict: $SHADOW is good; end the copies, then make it ready for calls"
else
  echo "verdict: $SHADOW is not good; $ACTIVE goes on"
fi
