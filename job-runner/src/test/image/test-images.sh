#!/bin/bash
# Builds both container images on a base image of Debian's packages, unpacks them, and starts them as a restricted pod
# would. Needs neither a registry nor a container engine, but root, and: debootstrap, jq, runc, Maven, a JDK 17.
#
#   test-images.sh [FOLDER]
#
# FOLDER (default: /var/tmp/sparkbench-images) keeps the base image for the next time. BASE_IMAGE names another one: the
# tar that `docker save` writes of a JRE 17.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
work=$(realpath -m "${1:-/var/tmp/sparkbench-images}")
base=$(realpath -m "${BASE_IMAGE:-$work/jre-17.tar}")
operator=$work/operator
runner=$work/runner
passed=0
failed=0

# shellcheck source=container.sh
. "$here/container.sh"

# check SENTENCE COMMAND ...: counts whether the command succeeds; after a failure shows what the container said
check() {
  local sentence=$1
  shift
  if "$@" > "$work/why" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $sentence"
  else
    failed=$((failed + 1))
    echo "FAIL  $sentence"
    {
      cat "$work/why"
      printf 'exit code: %s\ntermination message: %s\n' "${code-}" "${answer-}"
      printf '%s\n' "${output-}" | tail -n 40
    } | sed 's/^/      /'
  fi
}

exit_code_is() {
  [ "$code" = "$1" ]
}

# says LINE: printed exactly this, but for time and level
says() {
  [ "$(sed 's/^.* ERROR //' <<< "$output")" = "$1" ]
}

mentions() {
  grep -qF -e "$1" <<< "$output"
}

# answers JQ: true of the termination message
answers() {
  jq -e "$1" <<< "$answer"
}

# configured FOLDER JQ: true of the image's configuration
configured() {
  jq -e --arg version "$version" ".config | $2" "$1/config.json"
}

build() {
  (cd "$root" && mvn -B -q clean package -Pimages -pl operator/controller,job-runner -am "-Djib.from.image=tar://$base")
  digests="$(cat "$root/operator/controller/target/jib-image.digest") $(cat "$root/job-runner/target/jib-image.digest")"
}

files_belong_to_root() {
  [ -z "$(find "$1/root/app" \( ! -uid 0 -o ! -gid 0 -o -perm /022 \) -print)" ]
}

# The jars of an image and the components of its SBOM.
sbom_is_complete() {
  diff \
    <(cd "$1/root/app" && ls libs classpath | grep 'jar$' | sort) \
    <(jq -r '
        .metadata.component, .components[] | .purl
        | capture("/(?<name>[^/@]+)@(?<version>[^?]+)(\\?(?<qualifiers>.*))?$")
        | (.qualifiers // "" | capture("classifier=(?<classifier>[^&]+)") // {}) + .
        | "\(.name)-\(.version)\(if .classifier then "-" + .classifier else "" end).jar"
      ' "$1/root/app/sbom/"*.cdx.json | sort)
}

# class_path_is_there FOLDER: each entry exists; the first one holds the project's own jar
class_path_is_there() {
  local entry
  for entry in $(tr ':' '\n' < "$1/root/app/jib-classpath-file"); do
    compgen -G "$1/root$entry" > /dev/null || { echo "$entry is missing"; return 1; }
  done
  compgen -G "$1/root/app/classpath/sparkbench-*.jar"
}

test_image() {
  local name=$1 folder=$2
  check "$name: its user is a number, in the group of root" configured "$folder" '.User == "10001:0"'
  check "$name: its labels name it, its version and its license" configured "$folder" '.Labels
    | .["org.opencontainers.image.title"] == "sparkbench-'"$name"'"
      and .["org.opencontainers.image.version"] == $version
      and .["org.opencontainers.image.licenses"] == "Apache-2.0"'
  check "$name: no user but root can change its files" files_belong_to_root "$folder"
  check "$name: its class path is there" class_path_is_there "$folder"
  check "$name: its SBOM lists its jars, no more and no less" sbom_is_complete "$folder"
}

test_operator() {
  # Not even a shell.
  local mounts='[{"destination": "/bin/sh", "type": "bind", "source": "/dev/null", "options": ["bind", "ro"]}]'
  contain "$operator"
  check "operator: ends with 2 without a configuration" exit_code_is 2
  check "operator: says what is missing, and nothing else" \
    says "wrong configuration: SPARKBENCH_RUNNER_IMAGE is not set; it gives the image of the drivers and executors"

  meanwhile() {
    healthz=$(ask "$1" /healthz)
    readyz=$(ask "$1" /readyz)
  }
  contain "$operator" SPARKBENCH_RUNNER_IMAGE=sparkbench-runner:test KUBERNETES_SERVICE_HOST=127.0.0.1 \
    KUBERNETES_SERVICE_PORT=1
  unset -f meanwhile
  echo "      /healthz: $healthz"
  echo "      /readyz:  $readyz"
  check "operator: lives where there is no API server" [ "$healthz" = "200 alive" ]
  check "operator: is not ready there, and answers why" \
    matches "$readyz" "503 the API server https://127.0.0.1:1/ does not answer: *ConnectException*"
  check "operator: says so in its log" mentions "waiting: the API server https://127.0.0.1:1/ does not answer"
  check "operator: ends when it is told to" exit_code_is 143
}

test_gateway() {
  # The command of the chart's gateway.
  local entrypoint
  entrypoint=$(sed -n '/^          command:$/,/^          env:$/s/^            - //p' \
    "$root/helm/templates/gateway-deployment.yaml" | tr -d '"' | jq -nRc '[inputs]')
  contain "$operator"
  check "gateway: ends with 2 without a configuration" exit_code_is 2
  check "gateway: says what is missing" mentions "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE is not set"

  meanwhile() {
    healthz=$(ask "$1" /healthz)
    readyz=$(ask "$1" /readyz)
    submit=$(nsenter --target "$1" --net curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' \
      --data '{}' http://127.0.0.1:8080/submit-job)
  }
  contain "$operator" SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE=default SPARKBENCH_GATEWAY_PLAIN_HTTP=true \
    KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=1
  unset -f meanwhile
  check "gateway: lives where there is no API server" [ "$healthz" = "200 alive" ]
  check "gateway: is not ready there, and answers why" matches "$readyz" "503 cannot watch benchmarks: *"
  check "gateway: lets nobody in without a token" [ "$submit" = 401 ]
  check "gateway: ends when it is told to" exit_code_is 143
}

# ask PID PATH: the code and body that the container's port 8080 answers, once it has more to say than that it starts
ask() {
  local answer="" tries=0
  until [ -n "$answer" ] && [ "$answer" != "503 starting" ] || [ $((tries += 1)) -gt 120 ]; do
    answer=$(nsenter --target "$1" --net curl --silent --max-time 5 --write-out ' %{http_code}' \
      "http://127.0.0.1:8080$2" | tr -d '\n' | sed -E 's/^(.*) ([0-9]+)$/\2 \1/') || answer=""
    sleep 0.5
  done
  echo "$answer"
}

matches() {
  # shellcheck disable=SC2053
  [[ $1 == $2 ]]
}

test_runner() {
  local command variable request
  contain "$runner"
  check "runner: ends with 2 without a command" exit_code_is 2
  check "runner: says which commands there are" says "usage: entrypoint.sh run|prepare|report|executor"

  for command in run report; do
    variable=SPARKBENCH_${command^^}
    contain "$runner" -- "$command"
    check "$command: ends with 2 without a request" exit_code_is 2
    check "$command: answers what is missing" \
      answers ".failure == {reason: \"Internal\", message: \"environment variable $variable is missing\"}"

    contain "$runner" "$variable={\"version\": 1}" -- "$command"
    check "$command: ends with 1 with an incomplete request" exit_code_is 1
    check "$command: answers what the request lacks" \
      answers ".failure == {reason: \"Internal\", message: \"environment variable $variable: jobId is missing\"}"
  done

  # The request that the operator's own test expects, for a store that does not answer.
  request=$(jq -c '.storage.endpoint = "http://127.0.0.1:1"' \
    "$root/operator/controller/src/test/resources/pods/run-request.json")
  contain "$runner" "SPARKBENCH_RUN=$request" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret -- run
  check "run: ends with 1 where the store does not answer" exit_code_is 1
  check "run: answers that the store does not answer" answers '.failure.reason == "StorageUnreachable"'
}

test_executor() {
  contain "$runner" -- executor
  check "executor: ends with 2 without Spark's variables" exit_code_is 2
  check "executor: names a variable that is missing" mentions "SPARK_EXECUTOR_MEMORY: parameter not set"

  contain "$runner" SPARK_DRIVER_URL=spark://CoarseGrainedScheduler@127.0.0.1:1 SPARK_EXECUTOR_ID=1 \
    SPARK_EXECUTOR_CORES=1 SPARK_EXECUTOR_MEMORY=128m SPARK_APPLICATION_ID=spark-test SPARK_EXECUTOR_POD_IP=127.0.0.1 \
    SPARK_EXECUTOR_POD_NAME=test-exec-1 SPARK_RESOURCE_PROFILE_ID=0 -- executor
  check "executor: ends with 1 where there is no driver" exit_code_is 1
  check "executor: says where it looked for the driver" mentions "Failed to connect to /127.0.0.1:1"
}

mkdir -p "$work"
if [ ! -e "$base" ]; then
  echo "making the base image $base"
  "$here/base-image.sh" "$base"
fi
echo "building the images"
build
first=$digests
build
check "a build from clean gives the same images again" [ "$first" = "$digests" ]
unpack "$root/operator/controller/target/sparkbench-operator.tar" "$operator"
unpack "$root/job-runner/target/sparkbench-runner.tar" "$runner"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml")

test_image operator "$operator"
test_image runner "$runner"
test_operator
test_gateway
test_runner
test_executor

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
