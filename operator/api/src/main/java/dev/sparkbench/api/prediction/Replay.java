// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import dev.sparkbench.api.prediction.StageGraph.Needs;
import dev.sparkbench.api.prediction.StageGraph.Node;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Replays what was recorded with one number of slots on other numbers of slots, assuming that tasks
 * and the driver take as long there. Each time is a range: for its low end, a stage waits for too
 * little, and for its high end, for too much ({@link StageGraph}). Neither includes what the driver
 * did while tasks were running. If this takes time of its own with more slots, the truth is above
 * the high end.
 *
 * <p>Windows follow each other, so the time of several is their sum.
 */
public final class Replay {

  /** A time that is as near to the floor as this counts as the floor. */
  private static final double NOTHING_GAINED = 0.01;

  /** More partitions are mentioned only if they make at least this much difference. */
  private static final double WORTH_IT = 0.1;

  private final List<StageGraph> low;
  private final List<StageGraph> high;
  private final List<ListSchedule> lowFloor;
  private final List<ListSchedule> highFloor;

  private Replay(List<StageGraph> low, List<StageGraph> high) {
    this.low = low;
    this.high = high;
    this.lowFloor = low.stream().map(ListSchedule::unlimited).toList();
    this.highFloor = high.stream().map(ListSchedule::unlimited).toList();
  }

  /**
   * Creates a replay of windows.
   *
   * @param windows at least one
   */
  public static Replay of(List<RecordedRun> windows) {
    return new Replay(
        windows.stream().map(run -> StageGraph.of(run, Needs.SHUFFLES)).toList(),
        windows.stream().map(run -> StageGraph.of(run, Needs.ALL_ENDED)).toList());
  }

  /**
   * The time with another number of slots.
   *
   * @param slots tasks that can run at once, at least 1
   */
  public TimeRange on(int slots) {
    return range(schedules(low, slots), schedules(high, slots));
  }

  /**
   * The floor: no number of slots gives a shorter time. It is the critical path: the driver's gaps,
   * and the longest task of each stage on the path.
   */
  public TimeRange floor() {
    return range(lowFloor, highFloor);
  }

  private static List<ListSchedule> schedules(List<StageGraph> graphs, int slots) {
    return graphs.stream().map(graph -> ListSchedule.of(graph, slots)).toList();
  }

  /** The two times of each window, in their order, summed over all windows. */
  private static TimeRange range(List<ListSchedule> low, List<ListSchedule> high) {
    TimeRange sum = TimeRange.ZERO;
    for (int i = 0; i < low.size(); i++) {
      sum = sum.plus(TimeRange.of(low.get(i).seconds(), high.get(i).seconds()));
    }
    return sum;
  }

  private static double seconds(List<ListSchedule> schedules) {
    return schedules.stream().mapToDouble(ListSchedule::seconds).sum();
  }

  /**
   * The part of the floor's high end in which no task was running, in seconds: the time of the
   * driver and the scheduler.
   */
  public double driverSeconds() {
    double gaps =
        highFloor.stream()
            .flatMap(schedule -> schedule.criticalPath().stream())
            .mapToDouble(Node::gap)
            .sum();
    return gaps + high.stream().mapToDouble(StageGraph::lastGap).sum();
  }

  /** Spark's numbers of the stages on the path of the floor's high end, in the order of time. */
  public List<Integer> floorStages() {
    return highFloor.stream()
        .flatMap(schedule -> schedule.criticalPath().stream())
        .map(Node::id)
        .toList();
  }

  /**
   * The number of nodes above which more nodes gain nothing: the smallest one for which the high
   * end of the time is within 1 % of the floor.
   *
   * @param cores slots of a node, at least 1
   */
  public int enoughNodes(int cores) {
    double enough = (1 + NOTHING_GAINED) * seconds(highFloor);
    int tasks = high.stream().mapToInt(StageGraph::tasks).max().orElse(0);
    int fewest = 1;
    int most = Math.max(1, (tasks + cores - 1) / cores);
    while (fewest < most) {
      int middle = (fewest + most) / 2;
      if (seconds(schedules(high, middle * cores)) <= enough) {
        most = middle;
      } else {
        fewest = middle + 1;
      }
    }
    return fewest;
  }

  /**
   * The high end of the time on a number of slots, if stages with fewer tasks than slots had twice
   * as many tasks; empty unless that is more than 10 % faster.
   */
  public OptionalDouble withMorePartitions(int slots) {
    List<StageGraph> halved = high.stream().map(graph -> graph.withTasksHalved(slots)).toList();
    if (halved.equals(high)) {
      return OptionalDouble.empty();
    }
    double seconds = seconds(schedules(halved, slots));
    return seconds < (1 - WORTH_IT) * seconds(schedules(high, slots))
        ? OptionalDouble.of(seconds)
        : OptionalDouble.empty();
  }
}
