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

  /** What makes a value one that cannot be taken for what it should be. */
  private static final Set<String> UNREADABLE = Set.of("type", "enum");

  private static final JsonNode DOCUMENT = Json.resource("openapi.json");
  private static final String REFERENCE = "#/components/schemas/";

  private final Schema schema =
      compiled(Json.MAPPER.createObjectNode().put("$ref", REFERENCE + "JobRequest"));

  /** A schema of the document, or one that refers to those. */
  static Schema compiled(JsonNode schema) {
    ObjectNode root = read(schema);
    root.set("$defs", read(DOCUMENT.at("/components/schemas")));
    // Not in the language of the machine.
    SchemaRegistryConfig english = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(english))
        .getSchema(root);
  }

  /** A copy whose references lead to where a JSON schema, other than OpenAPI, has schemas. */
  private static ObjectNode read(JsonNode schema) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(schema.toString().replace(REFERENCE, "#/$defs/"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that the schema does not allow. */
  List<Finding> check(JsonNode request) {
    return schema.validate(request).stream().map(Finding::of).toList();
  }

  /**
   * Something that the schema does not allow.
   *
   * @param field where
   * @param isUnreadable whether the field is not what it should be at all
   * @param message what is wrong with it, and what would be right
   */
  record Finding(FieldPath field, boolean isUnreadable, String message) {

    private static Finding of(Error error) {
      FieldPath at = FieldPath.ofPointer(error.getInstanceLocation().toString());
      String keyword = error.getKeyword();
      return switch (keyword) {
        case "required" -> new Finding(at.child(error.getProperty()), false, "is missing");
        case "additionalProperties" ->
            new Finding(
                at.child(error.getProperty()),
                true,
                "is no field of a request; remove it, or give it its right name");
        default -> new Finding(at, UNREADABLE.contains(keyword), error.getMessage());
      };
    }
  }
}
