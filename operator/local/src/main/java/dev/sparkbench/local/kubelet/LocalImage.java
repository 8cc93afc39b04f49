package dev.sparkbench.local.kubelet;

import java.util.List;
import java.util.Map;

/**
 * What stands for a container image: a command on this machine.
 *
 * @param entrypoint the program and its first arguments; a container's {@code command} replaces it
 * @param environment variables that the image brings; a container's {@code env} wins
 */
public record LocalImage(List<String> entrypoint, Map<String, String> environment) {

  /** Copies the collections. */
  public LocalImage {
    entrypoint = List.copyOf(entrypoint);
    environment = Map.copyOf(environment);
  }
}
