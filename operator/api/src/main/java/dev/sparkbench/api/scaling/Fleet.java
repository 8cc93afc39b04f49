// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Map;

/**
 * The executors of a node count, of all its trials together.
 *
 * @param executors how many there were
 * @param byInstanceType how many of them ran on Kubernetes nodes of which instance type, as far as
 *     that is known
 */
public record Fleet(int executors, Map<String, Integer> byInstanceType) {

  /** Copies the map. */
  public Fleet {
    byInstanceType = Map.copyOf(byInstanceType);
  }

  /** Those whose instance type is not known. */
  int unknown() {
    return Math.max(0, executors - known());
  }

  private int known() {
    return byInstanceType.values().stream().mapToInt(count -> count).sum();
  }
}
