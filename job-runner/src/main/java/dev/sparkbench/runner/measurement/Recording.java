// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.prediction.RecordedRun;
import dev.sparkbench.api.prediction.RecordedStage;
import dev.sparkbench.runner.measurement.Watched.Attempt;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns what was watched into a recording that can be replayed. */
final class Recording {

  /** The difference that the driver's clock and the order of events may cause. */
  private static final long AT_ONCE_MILLIS = 5;

  private final Watched watched;
  private final Map<Attempt, List<Trace.Task>> tasks;
  private final Map<Integer, Integer> writers = new HashMap<>();

  private Recording(Watched watched) {
    this.watched = watched;
    this.tasks = watched.tasksByStage();
    for (Trace.Stage stage : watched.trace().stages()) {
      stage.links().writes().ifPresent(shuffle -> writers.put(shuffle, stage.id()));
    }
  }

  /** The recording of one window in which nothing failed. */
  static RecordedRun of(Watched watched) {
    return new Recording(watched).run();
  }

  /** Whether the inputs of every stage are known. */
  static boolean isLinked(Watched watched) {
    return watched.trace().stages().stream().allMatch(stage -> stage.links().known());
  }

  /**
   * The number of unknown tasks of stages that had begun; a stage that had not ended counts as one.
   * Spark drops events if a listener is too slow. It also abandons or cancels stages if a query
   * gets its result without them.
   */
  static int missingTasks(Watched watched) {
    Map<Attempt, List<Trace.Task>> tasks = watched.tasksByStage();
    List<Trace.Stage> stages = watched.trace().stages();
    int missing = Math.max(0, watched.trace().stagesBegun() - stages.size());
    for (Trace.Stage stage : stages) {
      int known = tasks.getOrDefault(Attempt.of(stage), List.of()).size();
      missing += Math.max(0, stage.links().tasks() - known);
    }
    return missing;
  }

  /**
   * Whether stages of several groups ran at the same time. If a single thread starts them, groups
   * follow each other. In the order of their submission, it is enough to compare each stage with
   * the one before it that ended last: if that one is of the same group, and an earlier one of
   * another group was running too, these two overlap and were compared before.
   */
  static boolean hasGroupsAtOnce(Watched watched) {
    List<Trace.Stage> stages =
        watched.trace().stages().stream()
            .sorted(Comparator.comparingLong(Trace.Stage::submitted))
            .toList();
    Trace.Stage last = null;
    for (Trace.Stage stage : stages) {
      if (last != null && isAtOnce(last, stage)) {
        return true;
      }
      last = last == null || stage.completed() > last.completed() ? stage : last;
    }
    return false;
  }

  private static boolean isAtOnce(Trace.Stage earlier, Trace.Stage later) {
    long shared = Math.min(earlier.completed(), later.completed()) - later.submitted();
    return shared > AT_ONCE_MILLIS && !earlier.links().group().equals(later.links().group());
  }

  private RecordedRun run() {
    return new RecordedRun(
        watched.seconds(), watched.trace().stages().stream().map(this::stage).toList());
  }

  private RecordedStage stage(Trace.Stage stage) {
    List<Trace.Task> its =
        tasks.getOrDefault(Attempt.of(stage), List.of()).stream()
            .sorted(Comparator.comparingLong(Trace.Task::launched))
            .toList();
    return new RecordedStage(
        stage.id(),
        stage.links().group(),
        watched.sinceStart(stage.submitted()),
        watched.sinceStart(stage.completed()),
        // Shuffles from before the window exist already.
        stage.links().reads().stream().filter(writers::containsKey).map(writers::get).toList(),
        its.stream().mapToDouble(task -> watched.sinceStart(task.launched())).toArray(),
        its.stream().mapToDouble(task -> watched.sinceStart(task.finished())).toArray(),
        its.stream().mapToDouble(Recording::overhead).average().orElse(0));
  }

  private static double overhead(Trace.Task task) {
    double seconds = (task.finished() - task.launched()) / Watched.MILLIS_PER_SECOND;
    return Math.max(0, seconds - Metric.EXECUTOR_RUN.seconds(task.figures()));
  }
}
