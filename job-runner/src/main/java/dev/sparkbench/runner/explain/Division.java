// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How far a replay holds whose number of tasks is pinned. A benchmark divides its data for the
 * largest node count in {@code nodeList}, so a stage has about as many tasks as that node count has
 * slots. More slots have nothing to do in such a stage. But this is no property of the work: a
 * benchmark with more nodes in {@code nodeList} would divide the data further.
 *
 * @param reach the largest node count with no more slots than the stage has tasks, or the largest
 *     measured one if that is larger
 * @param stage Spark's number of the stage
 * @param tasks the number of its tasks
 * @param more the number of partitions that one more node needs; empty if there already are as
 *     many, and Spark merged them
 */
record Division(int reach, int stage, int tasks, Optional<Integer> more) {

  /** A part of the time that is at most as large as this cannot be told from none. */
  private static final double NEGLIGIBLE = 0.01;

  /** A task is skewed if it takes this many times as long as the mean: more tasks do not help. */
  private static final double SKEWED = 2;

  private static final String SPLITS = "measurement.spark.sql.files.minPartitionNum";
  private static final String MERGED =
      "measurement.spark.sql.adaptive.coalescePartitions.minPartitionNum";

  /**
   * The division that determines the time of a replay with many slots.
   *
   * @param document of a run
   * @param replay the replay in it
   * @param largest the largest node count that is used
   * @return empty if the time depends on no stage whose number of tasks is pinned
   */
  static Optional<Division> of(JsonNode document, JsonNode replay, int largest) {
    JsonNode configuration = document.path("configuration");
    int pinned = configuration.path(SPLITS).asInt();
    int cores = configuration.path("executors.cores").asInt();
    if (pinned == 0 || cores == 0) {
      return Optional.empty();
    }
    int least = leastTasks(configuration.path(MERGED).asInt(pinned));
    List<JsonNode> stages =
        StreamSupport.stream(replay.path("stages").spliterator(), false)
            .filter(stage -> stage.path("on_floor").asBoolean())
            .filter(stage -> stage.path("tasks").asInt() >= least)
            .filter(stage -> !isSkewed(stage))
            .sorted(Comparator.comparingInt(stage -> stage.path("tasks").asInt()))
            .toList();
    double most = NEGLIGIBLE * replay.at("/floor/high_sec").asDouble();
    double seconds = 0;
    for (JsonNode stage : stages) {
      seconds += stage.path("longest_sec").asDouble();
      if (seconds > most) {
        int tasks = stage.path("tasks").asInt();
        int reach = Math.max(largest, tasks / cores);
        int needed = (reach + 1) * cores;
        return Optional.of(
            new Division(
                reach,
                stage.path("stage").asInt(),
                tasks,
                pinned < needed ? Optional.of(needed) : Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /**
   * The number of tasks from which a stage may owe it to the pin. Merged partitions are not of
   * equal size, so there may be fewer than asked for. A single task is the nature of a stage, such
   * as one that adds up results, unless everything has a single task.
   */
  private static int leastTasks(int pinned) {
    return pinned == 1 ? 1 : Math.max(2, (pinned + 1) / 2);
  }

  private static boolean isSkewed(JsonNode stage) {
    return stage.path("longest_sec").asDouble() > SKEWED * stage.path("mean_sec").asDouble();
  }

  /** Why nothing is predicted beyond {@link #reach}, and what would show it; no full stop. */
  String reason() {
    return "more than %s %s not predicted: stage %d has %s, because the data was divided for the largest node count in nodeList, and would be divided further for a larger one; to see what more nodes gain, measure with a larger node count in nodeList%s"
        .formatted(
            nodes(reach),
            reach == 1 ? "is" : "are",
            stage,
            tasks == 1 ? "only 1 task" : "only %d tasks".formatted(tasks),
            more.map(", or with measurement.partitionCount %d or more"::formatted).orElse(""));
  }
}
