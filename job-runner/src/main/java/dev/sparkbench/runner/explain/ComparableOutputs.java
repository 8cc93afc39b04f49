// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a run's outputs that must be the same at every node count. If partitions are pinned,
 * this is everything. Otherwise, splits differ between node counts. Then sketches are merged from
 * other parts and differ within their error. Models are trained on other rows, because the choice
 * of test rows depends on the splits; only the number of rows that they read is compared.
 *
 * @param outputs the outputs to compare
 * @param leftOut the names of the tasks that are not compared, or only in part
 */
record ComparableOutputs(JsonNode outputs, Set<String> leftOut) {

  private static final String PROFILE = "profile";
  private static final String COLUMNS = "columns";
  private static final String ROWS = "rows";

  /** The comparable outputs in a run's document. */
  static ComparableOutputs of(JsonNode document) {
    JsonNode outputs = document.path("outputs");
    if (!document.path("partitions").asText().equals(Partitions.PerNodeCount.name())) {
      return new ComparableOutputs(outputs, Set.of());
    }
    String type = document.path("type").asText();
    boolean models = type.equals(JobType.ML.wireName());
    boolean statistics = type.equals(JobType.DESCRIPTIVE.wireName());
    Set<String> leftOut = new TreeSet<>();
    ObjectNode compared = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> task : outputs.properties()) {
      if (models) {
        compared.set(task.getKey(), task.getValue().path(ROWS).path("read"));
        leftOut.add(task.getKey());
      } else if (statistics && task.getKey().equals(PROFILE)) {
        compared.set(PROFILE, profile(task.getValue(), leftOut));
      } else if (statistics && dependsOnSplits(task.getKey())) {
        leftOut.add(task.getKey());
      } else {
        compared.set(task.getKey(), task.getValue());
      }
    }
    return new ComparableOutputs(compared, leftOut);
  }

  private static JsonNode profile(JsonNode profile, Set<String> leftOut) {
    ObjectNode compared = profile.deepCopy();
    compared.path(COLUMNS).forEach(column -> leaveOut((ObjectNode) column, leftOut));
    leaveOut(compared, leftOut);
    return compared;
  }

  private static void leaveOut(ObjectNode outputs, Set<String> leftOut) {
    List<String> names = new ArrayList<>();
    outputs.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> !dependsOnSplits(name));
    outputs.remove(names);
    leftOut.addAll(names);
  }

  private static boolean dependsOnSplits(String task) {
    return TaskCatalogue.find(JobType.DESCRIPTIVE, task)
        .filter(TaskDeclaration::dependsOnSplits)
        .isPresent();
  }

  /** A report's remark about the tasks that were not compared. */
  static String remark(Set<String> tasks) {
    return "with measurement.partitions PerNodeCount the outputs of %s were not compared: they depend on how the rows are divided"
        .formatted(String.join(", ", List.copyOf(tasks)));
  }
}
