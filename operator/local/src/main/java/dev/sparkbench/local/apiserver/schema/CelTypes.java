// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of a schema's parts in rules, and their values. */
final class CelTypes implements CelTypeProvider {

  private final Map<String, CelType> objects = new LinkedHashMap<>();

  /** The type for a schema; the types of objects are named after their path. */
  CelType of(String path, JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "object" ->
          schema.path("additionalProperties").isObject()
              ? MapType.create(
                  SimpleType.STRING, of(path + ".value", schema.path("additionalProperties")))
              : object(path, schema.path("properties"));
      case "array" -> ListType.create(of(path + ".item", schema.path("items")));
      case "string" -> SimpleType.STRING;
      case "boolean" -> SimpleType.BOOL;
      case "integer" -> SimpleType.INT;
      case "number" -> SimpleType.DOUBLE;
      default -> SimpleType.DYN;
    };
  }

  private CelType object(String path, JsonNode properties) {
    Map<String, CelType> fields = new HashMap<>();
    properties
        .properties()
        .forEach(
            field -> fields.put(field.getKey(), of(path + "." + field.getKey(), field.getValue())));
    objects.put(
        path,
        StructType.create(
            path,
            ImmutableSet.copyOf(fields.keySet()),
            name -> Optional.ofNullable(fields.get(name))));
    return StructTypeReference.create(path);
  }

  /** A value in the form for rules. */
  static Object value(JsonNode schema, JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        value
            .properties()
            .forEach(
                field ->
                    fields.put(
                        field.getKey(),
                        value(SchemaWalk.field(schema, field.getKey()), field.getValue())));
        yield fields;
      }
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        value.forEach(item -> items.add(value(schema.path("items"), item)));
        yield items;
      }
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() && !schema.path("type").asText().equals("number")
              ? (Object) value.longValue()
              : (Object) value.doubleValue();
      default -> value.asText();
    };
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableSet.copyOf(objects.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(objects.get(name));
  }
}
