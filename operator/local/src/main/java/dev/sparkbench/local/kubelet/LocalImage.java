// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.util.List;
import java.util.Map;

/**
 * A command on this machine that replaces a container image.
 *
 * @param entrypoint the program and its first arguments; a container's {@code command} replaces it
 * @param environment the image's variables; a container's {@code env} overrides them
 */
public record LocalImage(List<String> entrypoint, Map<String, String> environment) {

  /** Copies the collections. */
  public LocalImage {
    entrypoint = List.copyOf(entrypoint);
    environment = Map.copyOf(environment);
  }
}
