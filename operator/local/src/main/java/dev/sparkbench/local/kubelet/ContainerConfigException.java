// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

/**
 * A container cannot be set up until something else in the cluster changes, such as a missing
 * Secret.
 */
final class ContainerConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  ContainerConfigException(String message) {
    super(message);
  }
}
