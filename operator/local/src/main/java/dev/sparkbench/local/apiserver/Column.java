// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * A column of a list's table.
 *
 * @param name its header
 * @param type as in a CRD's printer columns, such as {@code integer} or {@code date}
 * @param priority 0 if it is always shown, 1 if only in wide tables
 * @param cell the content for an object at a time; missing for an empty cell
 */
record Column(
    String name,
    String type,
    String description,
    int priority,
    BiFunction<JsonNode, Instant, JsonNode> cell) {

  /**
   * A column with the value at a path of names, such as {@code .status.phase}; a date is shown as
   * the time since.
   */
  static Column at(String name, String type, String description, int priority, String path) {
    String pointer = path.replace('.', '/');
    return new Column(
        name,
        type,
        description,
        priority,
        (object, now) -> {
          JsonNode value = object.at(pointer);
          return type.equals("date") && value.isTextual() ? age(value.asText(), now) : value;
        });
  }

  static Column of(String name, int priority, BiFunction<JsonNode, Instant, JsonNode> cell) {
    return new Column(name, "string", name, priority, cell);
  }

  /** The time since an RFC 3339 time, in the short form that people read in tables. */
  static JsonNode age(String time, Instant now) {
    return TextNode.valueOf(
        time.isEmpty()
            ? "<unknown>"
            : HumanDuration.of(Duration.between(Instant.parse(time), now)));
  }
}
