set -u
url=http://$HOST:$PORT/readyz

ask() {
  if command -v curl >/dev/null; then
    curl --silent --show-error --fail --max-time 5 "$url"
  elif command -v wget >/dev/null; then
    wget -q -T 5 -O - "$url"
  else
    bash -c 'exec 3<>"/dev/tcp/$HOST/$PORT"
      printf "GET /readyz HTTP/1.0\r\n\r\n" >&3
      read -r status <&3
      echo "$status"
      case $status in *" 200 "*) exit 0 ;; *) exit 1 ;; esac'
  fi
}

attempt=1
until ask; do
  if [ "$attempt" -ge "$ATTEMPTS" ]; then
    echo "$url has not answered with 200 in $attempt attempts"
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 2
done
