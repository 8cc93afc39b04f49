// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The schema's own rules: types, required fields, enums, ranges, lengths and patterns. Refusals
 * have the wording of an API server.
 */
final class ValueRules {

  // Keywords of API servers that have no meaning here.
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getOpenApi30())
          .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
          .build();

  private final Schema schema;

  ValueRules(JsonNode openApiSchema) {
    schema = SchemaRegistry.withDialect(DIALECT).getSchema(openApiSchema);
  }

  List<FieldError> check(JsonNode object) {
    return schema.validate(object).stream().map(ValueRules::describe).toList();
  }

  private static FieldError describe(Error error) {
    FieldPath location = path(error.getInstanceLocation());
    String path = location.toString();
    JsonNode value = error.getInstanceNode();
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> FieldError.required(location.field(error.getProperty()).toString());
      case "type" ->
          new FieldError(
              path,
              "FieldValueTypeInvalid",
              "Invalid value: \"%s\": %s in body must be of type %s: \"%1$s\""
                  .formatted(kind(value), path, limit.asText()));
      case "enum" ->
          new FieldError(
              path,
              "FieldValueNotSupported",
              "Unsupported value: %s: supported values: %s".formatted(value, list(limit)));
      case "maxLength" ->
          new FieldError(
              path,
              "FieldValueTooLong",
              "Too long: may not be more than %s bytes".formatted(number(limit)));
      case "maxItems", "maxProperties" ->
          new FieldError(
              path,
              "FieldValueTooMany",
              "Too many: %d: must have at most %s items".formatted(value.size(), number(limit)));
      case "minItems" ->
          invalid(path, value.size(), "should have at least %s items".formatted(number(limit)));
      case "minProperties" ->
          invalid(
              path, value.size(), "should have at least %s properties".formatted(number(limit)));
      case "minLength" ->
          invalid(path, value, "should be at least %s chars long".formatted(number(limit)));
      case "minimum" -> invalid(path, value, "should be greater than or equal to " + number(limit));
      case "maximum" -> invalid(path, value, "should be less than or equal to " + number(limit));
      case "pattern" -> invalid(path, value, "should match '%s'".formatted(limit.asText()));
      default -> FieldError.invalid(path, value.toString(), error.getMessage());
    };
  }

  private static FieldError invalid(String path, Object value, String why) {
    return FieldError.invalid(path, value.toString(), "%s in body %s".formatted(path, why));
  }

  private static FieldPath path(NodePath location) {
    FieldPath path = FieldPath.WHOLE;
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      path = step instanceof Integer index ? path.item(index) : path.field(step.toString());
    }
    return path;
  }

  private static String kind(JsonNode value) {
    return value.isIntegralNumber()
        ? "integer"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  /** Limits in a CRD are decimal fractions. */
  private static String number(JsonNode limit) {
    return limit.decimalValue().stripTrailingZeros().toPlainString();
  }

  private static String list(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(JsonNode::toString)
        .collect(Collectors.joining(", "));
  }
}
