// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The schema of one version of a CRD, compiled once. */
public final class StructuralSchema {

  /**
   * If these errors are found, rules are not evaluated, because they could fail as a consequence.
   */
  private static final Set<String> BLOCKING =
      Set.of(
          "FieldValueRequired",
          "FieldValueTypeInvalid",
          "FieldValueNotSupported",
          "FieldValueTooLong",
          "FieldValueTooMany");

  private final JsonNode schema;
  private final ValueRules values;
  private final CelRules rules;

  /**
   * Compiles a schema.
   *
   * @param schema a CRD's {@code openAPIV3Schema}, which must not change afterwards
   * @throws IllegalArgumentException if one of its rules does not compile; the message names it
   */
  public StructuralSchema(JsonNode schema) {
    this.schema = schema;
    values = new ValueRules(schema);
    rules = new CelRules(schema);
  }

  /** Removes the fields that the schema does not have, and returns their paths. */
  public List<String> prune(ObjectNode object) {
    return Pruning.prune(schema, object);
  }

  /** Fills in the schema's defaults. */
  public void fillInDefaults(ObjectNode object) {
    Defaults.fillIn(schema, object);
  }

  /**
   * Finds all errors.
   *
   * @param before the earlier object; missing if it is new
   */
  public List<FieldError> check(JsonNode object, JsonNode before) {
    List<FieldError> errors = new ArrayList<>(values.check(object));
    errors.addAll(ListRules.check(schema, object));
    if (errors.stream().noneMatch(error -> BLOCKING.contains(error.reason()))) {
      errors.addAll(rules.check(object, before));
    } else {
      errors.add(
          FieldError.invalid(
              "<nil>",
              "\"null\"",
              "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
    }
    return errors;
  }
}
