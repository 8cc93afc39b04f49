// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What determines the number of partitions of the work. The names are those in manifests. The two
 * answer different questions, so their times cannot be compared.
 */
public enum Partitions {
  /**
   * The largest node count: splits and shuffle partitions are the same at every node count. This
   * measures how the same work scales.
   */
  Pinned,
  /**
   * The current executors, with Spark's own defaults. This measures what users would get with that
   * many nodes; the work differs between node counts.
   */
  PerNodeCount
}
