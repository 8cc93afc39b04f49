// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.nio.file.Path;
import java.util.Optional;

/** Finds the output of a container. */
@FunctionalInterface
public interface PodLogs {

  /**
   * The file with the output; empty if the container has not been started.
   *
   * @param container empty for the pod's first one
   */
  Optional<Path> logFile(String namespace, String podName, String container);
}
