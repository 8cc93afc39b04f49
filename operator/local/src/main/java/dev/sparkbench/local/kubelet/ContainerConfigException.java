package dev.sparkbench.local.kubelet;

/**
 * A container cannot be set up as its pod wants it, until something else in the cluster changes.
 */
final class ContainerConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  ContainerConfigException(String message) {
    super(message);
  }
}
