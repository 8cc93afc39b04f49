// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

/** A volume cannot be mounted yet, because its source does not exist. */
final class VolumeMissingException extends Exception {

  private static final long serialVersionUID = 1L;

  VolumeMissingException(String message) {
    super(message);
  }
}
