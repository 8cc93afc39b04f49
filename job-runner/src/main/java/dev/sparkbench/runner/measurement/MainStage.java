// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.runner.measurement.Watched.Attempt;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The most important stage of an iteration. Stages of the same name are rounds of the same work.
 * This is the longest stage of the name that took the most task time.
 *
 * @param stage Spark's number of the stage
 * @param name the place in the code that it comes from
 * @param tasks the number of its tasks
 * @param tasksWithWork the number of tasks that had something to do
 * @param readsDataset whether it reads the dataset, from the store or from memory, and not the
 *     shuffle of an earlier stage
 */
public record MainStage(
    int stage, String name, int tasks, int tasksWithWork, boolean readsDataset) {

  /** The main stage of an iteration; empty if it had no tasks. */
  static Optional<MainStage> of(Watched iteration) {
    Map<Attempt, List<Trace.Task>> tasks = iteration.tasksByStage();
    ToLongFunction<Trace.Stage> millis =
        stage ->
            tasks.getOrDefault(Attempt.of(stage), List.of()).stream()
                .mapToLong(task -> task.finished() - task.launched())
                .sum();
    return iteration.trace().stages().stream()
        .collect(Collectors.groupingBy(Trace.Stage::name))
        .values()
        .stream()
        .max(Comparator.comparingLong(stages -> stages.stream().mapToLong(millis).sum()))
        .flatMap(stages -> stages.stream().max(Comparator.comparingLong(millis)))
        .flatMap(stage -> of(stage, tasks.getOrDefault(Attempt.of(stage), List.of())));
  }

  private static Optional<MainStage> of(Trace.Stage stage, List<Trace.Task> tasks) {
    if (tasks.isEmpty()) {
      return Optional.empty();
    }
    int found = (int) tasks.stream().filter(Watched::foundRecords).count();
    return Optional.of(
        new MainStage(
            stage.id(),
            stage.name(),
            tasks.size(),
            // If no task read anything, the tasks generate their data.
            found == 0 ? tasks.size() : found,
            total(Metric.INPUT_RECORDS, tasks) > 0 && total(Metric.SHUFFLE_READ, tasks) == 0));
  }

  private static long total(Metric metric, List<Trace.Task> tasks) {
    return tasks.stream().mapToLong(task -> metric.count(task.figures())).sum();
  }
}
