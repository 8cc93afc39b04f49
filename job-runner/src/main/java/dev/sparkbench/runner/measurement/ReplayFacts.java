// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.prediction.RecordedRun;
import dev.sparkbench.api.prediction.RecordedStage;
import dev.sparkbench.api.prediction.Replay;
import dev.sparkbench.api.prediction.TimeRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The replay in a run's document: the tasks of an iteration, of all parts together, on the slots of
 * other node counts. Field names are those of the file, in another case.
 *
 * @param sec the iteration's measured time
 * @param tasks the number of its tasks
 * @param refused why the times below are unreliable or missing; null if they are reliable
 * @param cached whether its stages kept rows in memory
 * @param counts the replayed times by node count; at most 16
 * @param floor the time that no number of nodes can beat
 * @param enoughNodes the number of nodes above which more nodes gain nothing
 * @param stages its stages; at most 100, those with the most task time
 */
public record ReplayFacts(
    double sec,
    int tasks,
    String refused,
    boolean cached,
    List<Count> counts,
    Floor floor,
    int enoughNodes,
    List<Stage> stages) {

  private static final int MAX_STAGES = 100;

  /** Replaying more would take longer than an iteration may. */
  private static final int MAX_TASKS = 100_000;

  /** A few missing tasks change little; the replay on the run's own cores shows whether they do. */
  private static final double MOST_MISSING = 0.01;

  private static final double MICROS_PER_SECOND = 1e6;

  /**
   * One node count.
   *
   * @param nodes executor pods
   * @param lowSec the time if stages wait only for their shuffles
   * @param highSec the time if each stage waits for all stages that had ended before it
   * @param morePartitionsSec the latter time if stages with fewer tasks than slots had twice as
   *     many tasks; null unless that is more than 10 % faster
   */
  public record Count(int nodes, double lowSec, double highSec, Double morePartitionsSec) {

    private Count mean(Count other) {
      return new Count(
          nodes,
          rounded((lowSec + other.lowSec) / 2),
          rounded((highSec + other.highSec) / 2),
          morePartitionsSec == null || other.morePartitionsSec == null
              ? null
              : rounded((morePartitionsSec + other.morePartitionsSec) / 2));
    }
  }

  /**
   * The critical path.
   *
   * @param lowSec its length if stages wait only for their shuffles
   * @param highSec its length if each stage waits for all stages that had ended before it
   * @param driverSec the part of the latter in which no task was running: driver and scheduler
   */
  public record Floor(double lowSec, double highSec, double driverSec) {

    private Floor mean(Floor other) {
      return new Floor(
          rounded((lowSec + other.lowSec) / 2),
          rounded((highSec + other.highSec) / 2),
          rounded((driverSec + other.driverSec) / 2));
    }
  }

  /**
   * A stage.
   *
   * @param stage Spark's number of the stage
   * @param name the place in the code that it comes from
   * @param tasks the number of its tasks
   * @param meanSec their mean duration
   * @param longestSec the longest
   * @param onFloor whether its longest task is part of the floor
   */
  public record Stage(
      int stage, String name, int tasks, double meanSec, double longestSec, boolean onFloor) {

    private double taskSeconds() {
      return tasks * meanSec;
    }
  }

  /** The replay of an iteration, from its parts. */
  static ReplayFacts of(List<Watched> parts, ExecutorSlots slots) {
    int tasks = parts.stream().mapToInt(part -> part.trace().tasks().size()).sum();
    double seconds = rounded(parts.stream().mapToDouble(Watched::seconds).sum());
    if (tasks > MAX_TASKS) {
      return new ReplayFacts(
          seconds,
          tasks,
          "it has more than %d tasks".formatted(MAX_TASKS),
          cached(parts),
          List.of(),
          new Floor(0, 0, 0),
          0,
          List.of());
    }
    List<RecordedRun> windows = parts.stream().map(Recording::of).toList();
    Replay replay = Replay.of(windows);
    TimeRange floor = replay.floor();
    return new ReplayFacts(
        seconds,
        tasks,
        refusal(parts).orElse(null),
        cached(parts),
        slots.replayedNodes().stream()
            .map(nodes -> count(nodes, replay, nodes * slots.cores()))
            .toList(),
        new Floor(rounded(floor.low()), rounded(floor.high()), rounded(replay.driverSeconds())),
        replay.enoughNodes(slots.cores()),
        stages(parts, windows, new HashSet<>(replay.floorStages())));
  }

  private static Count count(int nodes, Replay replay, int slots) {
    TimeRange time = replay.on(slots);
    OptionalDouble more = replay.withMorePartitions(slots);
    return new Count(
        nodes,
        rounded(time.low()),
        rounded(time.high()),
        more.isPresent() ? rounded(more.getAsDouble()) : null);
  }

  private static boolean cached(List<Watched> parts) {
    return parts.stream()
        .flatMap(part -> part.trace().stages().stream())
        .anyMatch(stage -> stage.links().cached());
  }

  private static Optional<String> refusal(List<Watched> parts) {
    Optional<String> disturbance =
        parts.stream().flatMap(part -> part.disturbance().stream()).findFirst();
    if (disturbance.isPresent()) {
      return disturbance.map("it was disturbed: "::concat);
    }
    int tasks = parts.stream().mapToInt(part -> part.trace().tasks().size()).sum();
    int missing = parts.stream().mapToInt(Recording::missingTasks).sum();
    if (missing > MOST_MISSING * tasks || !parts.stream().allMatch(Recording::isLinked)) {
      return Optional.of(
          "not all of its tasks are known: Spark dropped events, or cancelled stages");
    }
    if (parts.stream().anyMatch(Recording::hasGroupsAtOnce)) {
      return Optional.of(
          "jobs of several threads ran at the same time, and what waits for what is not recorded");
    }
    return parts.stream()
            .flatMap(part -> part.trace().tasks().stream())
            .anyMatch(task -> Metric.SPILL_DISK.count(task.figures()) > 0)
        ? Optional.of("tasks spilled to disk, as they would not with other amounts of memory")
        : Optional.empty();
  }

  private static List<Stage> stages(
      List<Watched> parts, List<RecordedRun> windows, Set<Integer> onFloor) {
    Map<Integer, String> names = new HashMap<>();
    parts.forEach(
        part -> part.trace().stages().forEach(stage -> names.put(stage.id(), stage.name())));
    return windows.stream()
        .flatMap(window -> window.stages().stream())
        .map(stage -> stage(stage, names.get(stage.id()), onFloor.contains(stage.id())))
        .sorted(Comparator.comparingDouble(Stage::taskSeconds).reversed())
        .limit(MAX_STAGES)
        .sorted(Comparator.comparingInt(Stage::stage))
        .toList();
  }

  private static Stage stage(RecordedStage stage, String name, boolean onFloor) {
    DoubleSummaryStatistics seconds = Arrays.stream(stage.taskSeconds()).summaryStatistics();
    return new Stage(
        stage.id(),
        name,
        (int) seconds.getCount(),
        rounded(seconds.getAverage()),
        rounded(Math.max(0, seconds.getMax())),
        onFloor);
  }

  /**
   * The replay of the iteration with the median time, like all details in a run's document: the
   * time of the run is its time, so the two can be compared. If the median is the mean of two
   * iterations, times are the mean of both, and everything else comes from the longer one.
   */
  public static ReplayFacts of(Iterations iterations) {
    List<ReplayFacts> median = iterations.median().stream().map(Iteration::replay).toList();
    ReplayFacts first = median.get(0);
    ReplayFacts last = median.get(median.size() - 1);
    return first == last ? first : last.mean(first);
  }

  private ReplayFacts mean(ReplayFacts other) {
    return new ReplayFacts(
        rounded((sec + other.sec) / 2),
        tasks,
        refused == null ? other.refused : refused,
        cached || other.cached,
        IntStream.range(0, Math.min(counts.size(), other.counts.size()))
            .mapToObj(i -> counts.get(i).mean(other.counts.get(i)))
            .toList(),
        floor.mean(other.floor),
        enoughNodes,
        stages);
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MICROS_PER_SECOND) / MICROS_PER_SECOND;
  }
}
