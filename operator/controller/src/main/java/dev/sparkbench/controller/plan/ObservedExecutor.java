// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * An executor pod of the resource whose containers run or may still start.
 *
 * @param driver the name of the driver's pod that created it
 * @param deletion its deletion; empty while nobody has deleted it
 */
public record ObservedExecutor(String driver, Optional<Deletion> deletion) {

  /**
   * The deletion of a pod.
   *
   * @param requested when it was requested
   * @param due when it should be complete
   */
  public record Deletion(Instant requested, Instant due) {

    /** How long to wait for the deletion; after that, the pod's node does not answer. */
    Instant patience() {
      return due.plus(ObservedPod.PATIENCE);
    }
  }
}
