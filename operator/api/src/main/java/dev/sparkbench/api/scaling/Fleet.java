// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Map;

/**
 * The executors of a node count, for all its trials together.
 *
 * @param executors their number
 * @param byInstanceType their number by the instance type of their Kubernetes nodes, as far as it
 *     is known
 */
public record Fleet(int executors, Map<String, Integer> byInstanceType) {

  /** Copies the map. */
  public Fleet {
    byInstanceType = Map.copyOf(byInstanceType);
  }

  /** The number of executors whose instance type is unknown. */
  int unknown() {
    return Math.max(0, executors - known());
  }

  private int known() {
    return byInstanceType.values().stream().mapToInt(count -> count).sum();
  }
}
