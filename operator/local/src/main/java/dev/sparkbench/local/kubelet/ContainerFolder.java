// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one container.
 *
 * @param path the folder
 * @param volumes the pod's volumes, which its containers share
 */
record ContainerFolder(Path path, Path volumes) {

  /** The output of the container. */
  Path log() {
    return path.resolve("log");
  }

  /** Records the container's process for a later kubelet. */
  Path process() {
    return path.resolve("process");
  }

  /** Replaces {@code /dev/termination-log}. */
  Path terminationLog() {
    return path.resolve("termination-log");
  }

  /** The container's working and home folder. */
  Path work() {
    return path.resolve("work");
  }

  void create() throws IOException {
    Files.createDirectories(work());
    Files.createDirectories(volumes);
  }
}
