// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.prediction.ReplayedNodes;
import java.util.List;

/**
 * The task slots of a run.
 *
 * @param nodes executor pods
 * @param cores slots of each
 * @param replayedNodes the node counts for which the measured tasks are replayed
 */
public record ExecutorSlots(int nodes, int cores, List<Integer> replayedNodes) {

  /** Copies the node counts. */
  public ExecutorSlots {
    replayedNodes = List.copyOf(replayedNodes);
  }

  /** The slots of a benchmark with a single node count. */
  public static ExecutorSlots of(int nodes, int cores) {
    return new ExecutorSlots(nodes, cores, ReplayedNodes.of(nodes, nodes, nodes));
  }

  /** The number of tasks that can run at once. */
  public int total() {
    return nodes * cores;
  }
}
