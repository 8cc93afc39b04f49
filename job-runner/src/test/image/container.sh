# Runs images without a container engine: as root, with runc and jq. To be sourced.

# unpack IMAGE.tar FOLDER: the image's files into FOLDER/root, its configuration into FOLDER/config.json
unpack() {
  local image=$1 folder=$2 layer hidden
  rm -rf "$folder"
  mkdir -p "$folder/root" "$folder/layers"
  tar -C "$folder/layers" -xf "$image"
  cp "$folder/layers/$(jq -r '.[0].Config' "$folder/layers/manifest.json")" "$folder/config.json"
  jq -r '.[0].Layers[]' "$folder/layers/manifest.json" | while read -r layer; do
    layer=$folder/layers/$layer
    # .wh.NAME removes what lower layers have under that name, .wh..wh..opq all that they have in its folder.
    { tar -tf "$layer" 2> /dev/null | grep -E '(^|/)\.wh\.' || true; } | while read -r hidden; do
      case $hidden in
        *.wh..wh..opq) find "$folder/root/${hidden%.wh..wh..opq}" -mindepth 1 -delete ;;
        *) rm -rf "$folder/root/$(dirname "$hidden")/$(basename "$hidden" | cut -c 5-)" ;;
      esac
    done
    tar -C "$folder/root" --warning=no-unknown-keyword --numeric-owner --exclude='.wh.*' -xpf "$layer"
  done
  rm -rf "$folder/layers"
}

# contain FOLDER [NAME=VALUE ...] [-- ARGUMENT ...]: runs an unpacked image's entry point as a restricted pod does: a
# user ID that no one has heard of, no privileges, a read-only root with a writable /tmp, 512 MiB, and no network but
# its own loopback. Sets `code` (exit code), `output` and `answer` (what was printed, and the termination message).
#
# Where a function `meanwhile` is defined, it is called with the container's process ID once the container runs, and the
# container is told to end (SIGTERM) when the function has returned.
#
# uid, mounts (JSON), seconds and entrypoint (JSON, in place of the image's) may be set before.
contain() {
  local folder=$1 bundle name=sparkbench-test-$$-$RANDOM
  local -a environment=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    environment+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  bundle=$(mktemp -d "$folder/bundle-XXXXXX")
  : > "$bundle/termination-log"
  chmod 666 "$bundle/termination-log"
  printf '127.0.0.1 %s\n' localhost container > "$bundle/hosts"
  runc spec --bundle "$bundle"
  jq --slurpfile image "$folder/config.json" \
    --arg root "$folder/root" \
    --arg bundle "$bundle" \
    --argjson uid "${uid:-54321}" \
    --argjson mounts "${mounts:-[]}" \
    --argjson entrypoint "${entrypoint:-null}" \
    --argjson environment "$(jq -n '$ARGS.positional' --args -- "${environment[@]}")" '
      $image[0].config as $config
      | .root = {path: $root, readonly: true}
      | .hostname = "container"
      | .process += {
          terminal: false,
          user: {uid: $uid, gid: 0},
          args: (($entrypoint // $config.Entrypoint) + $ARGS.positional),
          env: ($config.Env + $environment),
          cwd: (if ($config.WorkingDir // "") == "" then "/" else $config.WorkingDir end),
          capabilities: {},
          noNewPrivileges: true
        }
      | .mounts += [
          {destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"]},
          {destination: "/etc/hosts", type: "bind", source: ($bundle + "/hosts"), options: ["bind", "ro"]},
          {destination: "/dev/termination-log", type: "bind", source: ($bundle + "/termination-log"), options: ["bind"]}
        ] + $mounts
      | .linux.resources.memory = {limit: (512 * 1024 * 1024)}
    ' --args -- "$@" < "$bundle/config.json" > "$bundle/config"
  mv "$bundle/config" "$bundle/config.json"
  code=0
  timeout --kill-after=10 "${seconds:-120}" runc run --bundle "$bundle" --pid-file "$bundle/pid" "$name" \
    > "$bundle/output" 2>&1 < /dev/null &
  local running=$!
  if declare -F meanwhile > /dev/null; then
    until [ -s "$bundle/pid" ] || ! kill -0 "$running" 2> /dev/null; do sleep 0.05; done
    meanwhile "$(cat "$bundle/pid")"
    runc kill "$name" TERM 2> /dev/null || true
  fi
  wait "$running" || code=$?
  runc delete --force "$name" 2> /dev/null || true
  output=$(cat "$bundle/output")
  answer=$(cat "$bundle/termination-log")
  rm -rf "$bundle"
}
