// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Partitions;
import java.util.Optional;

/**
 * Finds task slots that had nothing to do in the stage that took most of a run's time, and says
 * why.
 */
final class IdleSlots {

  private IdleSlots() {}

  /** A sentence about a run, from its document; empty if every slot had something to do. */
  static Optional<String> of(JsonNode document) {
    int slots = document.path("metrics").path("slots").asInt();
    JsonNode stage = document.path("metrics").path("main_stage");
    int working = stage.path("tasks_with_work").asInt();
    if (!stage.isObject() || working >= slots) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: %d of %d task slots had nothing to do: %s"
            .formatted(
                nodes(document.path("nodes").asInt()),
                slots - working,
                slots,
                readsSplits(document, stage)
                    ? splits(document, stage, working)
                    : "the stage that takes most of the time, %s, has %s; if the task has a number of blocks or partitions among its parameters, raise it"
                        .formatted(
                            stage.path("name").asText(),
                            counted(stage.path("tasks").asInt(), "task", working, "with work"))));
  }

  /**
   * Whether the stage's tasks are the splits of the dataset. If rows were redistributed, they are
   * not.
   */
  private static boolean readsSplits(JsonNode document, JsonNode stage) {
    return stage.path("reads_dataset").asBoolean()
        && stage.path("tasks").asInt() == document.at("/dataset/splits/count").asInt();
  }

  private static String splits(JsonNode document, JsonNode stage, int working) {
    JsonNode dataset = document.path("dataset");
    return "the dataset has %s (%s)"
        .formatted(
            counted(stage.path("tasks").asInt(), "split", working, "with rows"),
            dataset.path("splits").path("note").isTextual()
                ? dataset.path("splits").path("note").asText()
                : remedy(
                    dataset.path("format").asText(),
                    document.path("partitions").asText().equals(Partitions.PerNodeCount.name())));
  }

  /** Such as {@code 8 splits, 5 of them with rows}. */
  private static String counted(int all, String what, int working, String which) {
    String number = all == 1 ? "1 " + what : all + " " + what + "s";
    return all == working ? number : "%s, %d of them %s".formatted(number, working, which);
  }

  private static String remedy(String format, boolean perNodeCount) {
    return switch (format) {
      case "parquet" -> "row groups cannot be divided; write smaller ones, or more files";
      case "orc" -> "stripes cannot be divided; write smaller ones, or more files";
      default ->
          perNodeCount
              ? "Spark cuts little below 4 MiB; take a larger dataset, or set measurement.partitions to Pinned"
              : "little is cut below 64 KiB; take a larger dataset, or fewer nodes";
    };
  }
}
