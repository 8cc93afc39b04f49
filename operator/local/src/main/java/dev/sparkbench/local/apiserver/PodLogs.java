package dev.sparkbench.local.apiserver;

import java.nio.file.Path;
import java.util.Optional;

/** Finds what a container has printed. */
@FunctionalInterface
public interface PodLogs {

  /**
   * The file with the output; empty if the container has not been started.
   *
   * @param container empty for the pod's first
   */
  Optional<Path> logFile(String namespace, String podName, String container);
}
