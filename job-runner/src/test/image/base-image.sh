#!/bin/bash
# Makes a base image of Debian's packages: a JRE 17 and what it needs, as a tar that Jib takes for jib.from.image where
# no registry can be reached. As root, with debootstrap.
#
#   base-image.sh FILE.tar
#
# DEBIAN_MIRROR is where the packages come from.
set -euo pipefail

# The last release of Debian that has a Java 17.
suite=bookworm
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

image=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

debootstrap --variant=minbase --include=ca-certificates,openjdk-17-jre-headless "$suite" "$root" "$mirror" \
  > "$work/log" || { cat "$work/log" >&2; exit 1; }
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/{doc,locale,man}

tar --sort=name --numeric-owner --exclude='./dev/*' -C "$root" -cf "$work/layer.tar" .
diff_id=sha256:$(sha256sum < "$work/layer.tar" | cut -d ' ' -f 1)
cat > "$work/config.json" <<EOF
{
  "architecture": "$(dpkg --print-architecture)",
  "os": "linux",
  "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
  "rootfs": {"type": "layers", "diff_ids": ["$diff_id"]}
}
EOF
echo '[{"Config": "config.json", "RepoTags": ["jre:17"], "Layers": ["layer.tar"]}]' > "$work/manifest.json"
tar -C "$work" -cf "$image.part" manifest.json config.json layer.tar
mv "$image.part" "$image"
