// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What the partitions that Spark cuts the work into follow. The names are those in manifests. The
 * two answer different questions, so their times say nothing about each other.
 */
public enum Partitions {
  /**
   * The largest node count: splits and shuffles are the same at every node count. The question is
   * how the same work scales.
   */
  Pinned,
  /**
   * The executors that are there: Spark's own defaults. The question is what that many nodes would
   * give; the work differs from node count to node count.
   */
  PerNodeCount
}
