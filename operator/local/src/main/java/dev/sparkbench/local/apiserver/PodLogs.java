package dev.sparkbench.local.apiserver;

import java.nio.file.Path;
import java.util.Optional;

/** Finds what a pod's container has printed. */
@FunctionalInterface
public interface PodLogs {

  /** The file with the output; empty if the container has not been started. */
  Optional<Path> logFile(String namespace, String podName);
}
