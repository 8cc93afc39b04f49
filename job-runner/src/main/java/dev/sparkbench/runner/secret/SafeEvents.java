// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * The events of Spark's event log without secrets. Spark itself removes only values with names such
 * as {@code password}. Here, {@link Redaction} decides which properties are shown: those that are
 * known to be harmless. The secrets that this process knows are removed from all other texts.
 */
public final class SafeEvents {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The fields with properties, by their names in Spark's {@code JsonProtocol}, and the function
   * that gives the shown value.
   */
  private static final Map<String, BinaryOperator<String>> PROPERTIES =
      Map.of(
          "Spark Properties", Redaction::shown,
          "Hadoop Properties", (name, value) -> Redaction.shown("spark.hadoop." + name, value),
          "System Properties", Redaction::ofSystemProperty,
          "Metrics Properties", Redaction::shown,
          "Properties", SafeEvents::ofJob,
          "modifiedConfigs", Redaction::shown);

  /** Properties that Spark adds to jobs and stages; the history server needs them. */
  private static final Set<String> OF_JOBS =
      Set.of(
          "callSite.long",
          "callSite.short",
          "resource.executor.cores",
          "spark.job.description",
          "spark.job.interruptOnCancel",
          "spark.job.tags",
          "spark.jobGroup.id",
          "spark.rdd.scope",
          "spark.rdd.scope.noOverride",
          "spark.scheduler.pool",
          "spark.sql.execution.id",
          "spark.sql.execution.root.id",
          "sparkbench.recording");

  private final Secrets secrets;

  /**
   * Creates a filter of events.
   *
   * @param secrets the secrets that this process knows
   */
  public SafeEvents(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * An event without secrets.
   *
   * @param line the event as a line of JSON
   * @return a line of JSON; empty if the line is not JSON, such as the incomplete last line of a
   *     log whose writer was killed
   */
  public Optional<String> of(String line) {
    try {
      return Optional.of(JSON.writeValueAsString(safe(JSON.readTree(line))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private JsonNode safe(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(secrets.removedFrom(node.textValue()));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, safe(array.get(i)));
      }
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : new ArrayList<>(object.properties())) {
        BinaryOperator<String> shown = PROPERTIES.get(field.getKey());
        object.set(
            field.getKey(),
            shown != null && field.getValue() instanceof ObjectNode properties
                ? shown(properties, shown)
                : safe(field.getValue()));
      }
    }
    return node;
  }

  private JsonNode shown(ObjectNode properties, BinaryOperator<String> shown) {
    for (Map.Entry<String, JsonNode> property : new ArrayList<>(properties.properties())) {
      String value = shown.apply(property.getKey(), property.getValue().asText());
      properties.put(property.getKey(), secrets.removedFrom(value));
    }
    return properties;
  }

  private static String ofJob(String name, String value) {
    return OF_JOBS.contains(name) ? value : Redaction.shown(name, value);
  }
}
