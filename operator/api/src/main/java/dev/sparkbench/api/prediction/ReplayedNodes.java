// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The node counts for which a run is replayed: its own, and the smallest and the largest of the
 * benchmark. In addition, from half to four times its own node count, the powers of two and three
 * times these, because all runs have these in common. Runs with few nodes are replayed for every
 * number in between.
 */
public final class ReplayedNodes {

  /** The largest number of node counts, so that the run's document stays small. */
  public static final int MOST = 16;

  private static final int REACH = 4;

  private ReplayedNodes() {}

  /**
   * The node counts in ascending order.
   *
   * @param nodes the run's, at least 1
   * @param smallest the benchmark's; 0 if unknown
   * @param largest the benchmark's; 0 if unknown
   */
  public static List<Integer> of(int nodes, int smallest, int largest) {
    int from = (nodes + 1) / 2;
    long to = (long) REACH * nodes;
    Set<Integer> chosen = new LinkedHashSet<>();
    Stream.of(nodes, smallest, largest, from, 2 * nodes, REACH * nodes)
        .filter(count -> count > 0)
        .forEach(chosen::add);
    ladder().filter(count -> from <= count && count <= to).forEach(chosen::add);
    // Node counts that other runs of the benchmark may have.
    ladder().filter(count -> smallest <= count && count <= largest).forEach(chosen::add);
    if (to - from < MOST) {
      IntStream.rangeClosed(from, (int) to).forEach(chosen::add);
    }
    List<Integer> all = new ArrayList<>(chosen);
    return all.subList(0, Math.min(MOST, all.size())).stream().sorted().toList();
  }

  /** 1, 2, 3, 4, 6, 8, 12 and so on. */
  private static Stream<Integer> ladder() {
    return IntStream.range(0, 28)
        .boxed()
        .flatMap(power -> Stream.of(1 << power, 3 << power))
        .sorted();
  }
}
