// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The schema of the chart's values. */
final class Schema {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ROOT = read("values.schema.json", JSON);
  private static final JsonNode VALUES = read("values.yaml", new YAMLMapper());

  private Schema() {}

  /**
   * A value that has no further values below it.
   *
   * @param path such as {@code operator.replicas}
   * @param defaultValue from {@code values.yaml}, as JSON
   * @param description from the schema
   */
  record Value(String path, String defaultValue, String description) {}

  /** Every value, in the order of {@code values.yaml}. */
  static List<Value> values() {
    List<Value> values = new ArrayList<>();
    collect("", VALUES, ROOT, values);
    return values;
  }

  private static void collect(String path, JsonNode value, JsonNode schema, List<Value> values) {
    if (isGroup(schema)) {
      value
          .properties()
          .forEach(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      schema.path("properties").path(entry.getKey()),
                      values));
    } else {
      values.add(new Value(path, value.toString(), schema.path("description").asText()));
    }
  }

  /** Whether a schema describes a group of values, and not a value that is an object itself. */
  static boolean isGroup(JsonNode schema) {
    return schema.has("required");
  }

  /** The schema at a path such as {@code jobs.driver.cores}, with its definition. */
  static JsonNode at(String path) {
    JsonNode schema = ROOT;
    for (String name : path.split("\\.")) {
      schema = schema.path("properties").path(name);
    }
    return resolved(schema);
  }

  /** Calls for the schema of every value and group of values, by path. */
  static void forEachProperty(BiConsumer<String, JsonNode> use) {
    forEachProperty("", ROOT, use);
  }

  private static void forEachProperty(
      String path, JsonNode schema, BiConsumer<String, JsonNode> use) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              use.accept(below, entry.getValue());
              if (isGroup(entry.getValue())) {
                forEachProperty(below, entry.getValue(), use);
              }
            });
  }

  /** Every schema anywhere that describes an object, by JSON pointer. */
  static void forEachObject(BiConsumer<String, JsonNode> use) {
    forEachObject("", ROOT, use);
  }

  private static void forEachObject(
      String pointer, JsonNode node, BiConsumer<String, JsonNode> use) {
    if (node instanceof ObjectNode && node.path("type").asText().equals("object")) {
      use.accept(pointer, node);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        forEachObject(pointer + "/" + i, node.get(i), use);
      }
    }
    node.properties()
        .forEach(entry -> forEachObject(pointer + "/" + entry.getKey(), entry.getValue(), use));
  }

  private static JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : ROOT.at(reference.substring(1));
  }

  private static JsonNode read(String file, ObjectMapper mapper) {
    try {
      return mapper.readTree(Files.readString(Chart.FOLDER.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
