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
 * The events of Spark's event log without secrets. Properties are shown by {@link Redaction}, that
 * is if they are known to be harmless: Spark itself takes out only what has a name such as {@code
 * password}. From all other texts the secrets are taken out that this process knows.
 */
public final class SafeEvents {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The fields with properties, by the names that Spark's {@code JsonProtocol} gives them, and what
   * is shown of one.
   */
  private static final Map<String, BinaryOperator<String>> PROPERTIES =
      Map.of(
          "Spark Properties", Redaction::shown,
          "Hadoop Properties", (name, value) -> Redaction.shown("spark.hadoop." + name, value),
          "System Properties", Redaction::ofSystemProperty,
          "Metrics Properties", Redaction::shown,
          "Properties", SafeEvents::ofJob,
          "modifiedConfigs", Redaction::shown);

  /** What jobs and stages have of Spark's own in addition; the history server needs it. */
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
   * Events without secrets.
   *
   * @param secrets what this process knows
   */
  public SafeEvents(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * An event without secrets.
   *
   * @param line the event as a line of JSON
   * @return a line of JSON; empty for a line that is none, as the last of a log is that was not
   *     closed
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
