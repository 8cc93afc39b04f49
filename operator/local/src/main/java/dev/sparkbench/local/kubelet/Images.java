// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.kubelet.ContainerState.Waiting;
import io.fabric8.kubernetes.api.model.Container;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The available images; no others can be pulled. */
final class Images {

  private static final Pattern NAME =
      Pattern.compile(
          "[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*(:[\\w.-]{1,128})?(@[a-z0-9]+:[a-f0-9]+)?");

  private final Map<String, LocalImage> byName;

  Images(Map<String, LocalImage> byName) {
    this.byName = new TreeMap<>(byName);
  }

  Optional<LocalImage> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The waiting reason of a container whose image could not be pulled. */
  Waiting missing(Container container) {
    String image = container.getImage();
    if (!NAME.matcher(image).matches()) {
      return new Waiting(
          "InvalidImageName",
          "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": invalid reference format"
              .formatted(image, image));
    }
    if ("Never".equals(container.getImagePullPolicy())) {
      return new Waiting(
          "ErrImageNeverPull",
          "Container image \"%s\" is not present with pull policy of Never".formatted(image));
    }
    return new Waiting(
        "ErrImagePull",
        "failed to pull and unpack image \"%s\": not found; the local kubelet has: %s"
            .formatted(image, String.join(", ", byName.keySet())));
  }

  /** The waiting reason between two pulls. */
  static Waiting backOff(Container container, Waiting failure) {
    return new Waiting(
        "ImagePullBackOff",
        "Back-off pulling image \"%s\": %s: %s"
            .formatted(container.getImage(), failure.reason(), failure.message()));
  }
}
