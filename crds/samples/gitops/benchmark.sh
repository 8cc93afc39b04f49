#!/bin/sh
# A step of a pipeline: applies a benchmark, waits for its end, and fails unless it succeeded, met its goal (if it has
# one), its variants are what spec.comparison asks for (if it does) and it is no slower than last time (if there is one).
#
#   benchmark.sh MANIFEST [TIMEOUT]        TIMEOUT as kubectl takes it; default: 2h
#
# Needs kubectl 1.31 or newer. Exit code 0: all is well; 1: failed; 2: called wrongly; 3: goal missed; 4: regression;
# 5: undecided; the last line says why: too few trials, other data, other executors, ...;
# 6: a variant is not what spec.comparison asks for; 7: not ended in TIMEOUT; the benchmark goes on, and calling this
# again waits for it again.
set -eu

manifest=${1:-}
timeout=${2:-2h}
if [ -z "$manifest" ]; then
  echo "usage: benchmark.sh MANIFEST [TIMEOUT]" >&2
  exit 2
fi

resource=$(kubectl apply --filename "$manifest" --output name)

# The manifest alone starts nothing that has ended; RERUN, such as the commit's hash, does.
if [ -n "${RERUN:-}" ]; then
  kubectl annotate --overwrite "$resource" "sparkbench.dev/rerun=$RERUN" >/dev/null
  kubectl wait "$resource" --for="jsonpath={.status.rerun}=$RERUN" --timeout=60s >/dev/null
fi

get() {
  kubectl get "$resource" --output "jsonpath=$1"
}
condition() {
  get "{.status.conditions[?(@.type==\"$1\")].${2:-status}}"
}
# Ends the script where a condition is Unknown.
must_be_known() {
  if [ "$(condition "$1")" = Unknown ]; then
    echo "$1 is not known: $(condition "$1" message)"
    exit 5
  fi
}

generation=$(get '{.metadata.generation}')
kubectl wait "$resource" --for="jsonpath={.status.observedGeneration}=$generation" --timeout=60s >/dev/null
problem=$(kubectl wait "$resource" --for='jsonpath={.status.completionTime}' --timeout="$timeout" 2>&1 >/dev/null) || {
  echo "$problem" >&2
  case $problem in
    *"timed out waiting"*) ;;
    *) exit 1 ;; # it was deleted, or the API server does not answer
  esac
  get '{.status.progress} runs done: {.status.message}{"\n"}'
  echo "It goes on; call this again to wait again, or stop it: kubectl delete $resource"
  exit 7
}

get '{.status.message}{"\n"}{.status.reportS3}{"\n"}'
if [ "$(condition Succeeded)" != True ]; then
  exit 1
fi
if [ "$(condition GoalMet)" = False ]; then
  exit 3
fi
if [ "$(condition Regressed)" = True ]; then
  exit 4
fi
if [ "$(condition ComparisonMet)" = False ]; then
  condition ComparisonMet message
  exit 6
fi
must_be_known GoalMet
must_be_known ComparisonMet
if [ "$(condition Regressed reason)" != FirstBenchmark ]; then
  must_be_known Regressed
fi
