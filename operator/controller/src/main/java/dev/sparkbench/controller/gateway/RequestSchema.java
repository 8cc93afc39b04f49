// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The schema of requests, as the OpenAPI document has it. */
final class RequestSchema {

  /** The keywords whose violation means that a value cannot be read at all. */
  private static final Set<String> UNREADABLE = Set.of("type", "enum");

  private static final JsonNode DOCUMENT = Json.resource("openapi.json");
  private static final String REFERENCE = "#/components/schemas/";

  private static final ObjectNode REQUEST =
      Json.MAPPER.createObjectNode().put("$ref", REFERENCE + "JobRequest");

  private final Schema schema = compiled(REQUEST);
  private final FieldNames names = new FieldNames(resolved(REQUEST));

  /** Creates a schema of the document, or one that refers to its schemas. */
  static Schema compiled(JsonNode schema) {
    // Messages in English, whatever the machine's language is.
    SchemaRegistryConfig english = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(english))
        .getSchema(resolved(schema));
  }

  private static ObjectNode resolved(JsonNode schema) {
    ObjectNode root = read(schema);
    root.set("$defs", read(DOCUMENT.at("/components/schemas")));
    return root;
  }

  /** A copy with the references of a JSON schema instead of those of OpenAPI. */
  private static ObjectNode read(JsonNode schema) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(schema.toString().replace(REFERENCE, "#/$defs/"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All violations of the schema. */
  List<Finding> check(JsonNode request) {
    return schema.validate(request).stream().map(error -> Finding.of(error, names)).toList();
  }

  /**
   * A violation of the schema.
   *
   * @param field where
   * @param isUnreadable whether the value cannot be read at all
   * @param message what is wrong with it, and what would be right
   */
  record Finding(FieldPath field, boolean isUnreadable, String message) {

    private static Finding of(Error error, FieldNames names) {
      FieldPath at = FieldPath.ofPointer(error.getInstanceLocation().toString());
      String keyword = error.getKeyword();
      return switch (keyword) {
        case "required" -> new Finding(at.child(error.getProperty()), false, "is missing");
        case "additionalProperties" -> {
          FieldPath field = at.child(error.getProperty());
          yield new Finding(
              field,
              true,
              names
                  .nearest(field)
                  .map("is no field of a request; did you mean %s?"::formatted)
                  .orElse("is no field of a request; remove it, or give it its right name"));
        }
        default -> new Finding(at, UNREADABLE.contains(keyword), error.getMessage());
      };
    }
  }
}
