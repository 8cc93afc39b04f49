// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of a manifest's spec, as the CRD has them. */
public final class CrdSpec {

  /** The schema of the spec. */
  public static final JsonNode SCHEMA = read();

  private CrdSpec() {}

  /** A field. */
  public record Field(JsonNode schema, boolean required) {

    /** Whether it has fields of its own, or its items do. */
    public boolean hasFields() {
      return !members().isEmpty();
    }

    private JsonNode members() {
      return schema.path("type").asText().equals("array")
          ? schema.at("/items/properties")
          : schema.path("properties");
    }

    /** The meaning for users. */
    public String description() {
      return schema.path("description").asText();
    }
  }

  /**
   * All fields by their paths, such as {@code variants[].driver.cores}. Maps and pod templates are
   * fields without fields of their own.
   */
  public static SortedMap<String, Field> fields() {
    SortedMap<String, Field> fields = new TreeMap<>();
    collect("", SCHEMA, fields);
    return Collections.unmodifiableSortedMap(fields);
  }

  /** Those without fields of their own. */
  public static SortedMap<String, Field> leaves() {
    SortedMap<String, Field> leaves = new TreeMap<>(fields());
    leaves.values().removeIf(Field::hasFields);
    return leaves;
  }

  private static void collect(String parent, JsonNode schema, SortedMap<String, Field> fields) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String path = parent + property.getKey();
              boolean required = false;
              for (JsonNode name : schema.path("required")) {
                required |= name.asText().equals(property.getKey());
              }
              JsonNode inner = property.getValue();
              fields.put(path, new Field(inner, required));
              collect(path + ".", inner, fields);
              collect(path + "[].", inner.path("items"), fields);
            });
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper()
          .readTree(
              Files.readString(
                  Path.of(
                      System.getProperty("sparkbench.root"),
                      "crds/sparkbenchmarkjobs.sparkbench.dev.yaml")))
          .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
