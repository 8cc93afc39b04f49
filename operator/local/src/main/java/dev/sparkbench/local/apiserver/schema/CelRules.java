// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules in the Common Expression Language in {@code x-kubernetes-validations} of a schema, each
 * about {@code self} and, when an object is changed, {@code oldSelf}. The functions that API
 * servers add to the language are not supported, and costs are not limited.
 */
final class CelRules {

  private static final String SELF = "self";
  private static final String OLD_SELF = "oldSelf";

  /**
   * Not the name of the variable: the type of its field a would then have the same name as the
   * field, self.a.
   */
  private static final String SELF_TYPE = "selfType";

  private final JsonNode schema;

  /** The rules, by the part of the schema that has them. */
  private final Map<JsonNode, List<Rule>> rules = new IdentityHashMap<>();

  /**
   * Compiles all rules.
   *
   * @throws IllegalArgumentException with the first rule that does not compile
   */
  CelRules(JsonNode schema) {
    this.schema = schema;
    compile(FieldPath.WHOLE, schema, false);
  }

  List<FieldError> check(JsonNode whole, JsonNode before) {
    List<FieldError> found = new ArrayList<>();
    SchemaWalk.through(
        schema,
        whole,
        before,
        (path, ofPart, part, old) -> {
          for (Rule rule : rules.getOrDefault(ofPart, List.of())) {
            if (!part.isNull() && rule.isAsked(part, old)) {
              rule.check(path.toString(), ofPart, part, old, found);
            }
          }
        });
    return found;
  }

  private void compile(FieldPath path, JsonNode part, boolean inList) {
    if (part.path("x-kubernetes-validations").isArray()) {
      List<Rule> own = new ArrayList<>();
      part.path("x-kubernetes-validations")
          .forEach(rule -> own.add(compile(path, part, rule, inList)));
      rules.put(part, own);
    }
    part.path("properties")
        .properties()
        .forEach(field -> compile(path.field(field.getKey()), field.getValue(), inList));
    if (part.path("additionalProperties").isObject()) {
      compile(path.field("*"), part.path("additionalProperties"), inList);
    }
    if (part.path("items").isObject()) {
      compile(path.field("*"), part.path("items"), true);
    }
  }

  private static Rule compile(FieldPath path, JsonNode part, JsonNode rule, boolean inList) {
    String text = rule.path("rule").asText();
    CelTypes types = new CelTypes();
    CelType self = types.of(SELF_TYPE, part);
    Cel cel =
        CelFactory.standardCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(types)
            .addVar(SELF, self)
            .addVar(OLD_SELF, self)
            .setResultType(SimpleType.BOOL)
            .build();
    try {
      CelAbstractSyntaxTree compiled = cel.compile(text).getAst();
      boolean transition =
          compiled.getReferenceMap().values().stream()
              .anyMatch(reference -> reference.name().equals(OLD_SELF));
      if (transition && inList) {
        throw new IllegalArgumentException(
            "rule of %s: %s: the local API server knows no oldSelf within lists"
                .formatted(path, text));
      }
      String message = rule.path("message").asText("failed rule: " + text);
      return new Rule(cel.createProgram(compiled), text, message, transition);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(
          "rule of %s: %s: %s".formatted(path, text, e.getMessage()), e);
    }
  }

  /**
   * One rule.
   *
   * @param transition whether it is about a change, so that it does not apply to new values
   */
  private record Rule(CelRuntime.Program program, String text, String message, boolean transition) {

    /** A value that was valid stays valid as long as it does not change. */
    boolean isAsked(JsonNode value, JsonNode old) {
      return transition ? !old.isMissingNode() && !old.isNull() : !value.equals(old);
    }

    void check(String path, JsonNode schema, JsonNode value, JsonNode old, List<FieldError> found) {
      // As in API servers, the type is shown instead of the value.
      String shown = "\"" + schema.path("type").asText() + "\"";
      try {
        if (!Boolean.TRUE.equals(program.eval(variables(schema, value, old)))) {
          found.add(FieldError.invalid(path, shown, message));
        }
      } catch (CelEvaluationException e) {
        found.add(
            FieldError.invalid(
                path, shown, "%s evaluating rule: %s".formatted(e.getMessage(), text)));
      }
    }

    private Map<String, Object> variables(JsonNode schema, JsonNode value, JsonNode old) {
      Object self = CelTypes.value(schema, value);
      return transition
          ? Map.of(SELF, self, OLD_SELF, CelTypes.value(schema, old))
          : Map.of(SELF, self);
    }
  }
}
