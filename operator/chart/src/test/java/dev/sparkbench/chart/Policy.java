// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableSet;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An admission policy, evaluated as by an API server: objects have no types, variables have those
 * of their expressions, and if an expression fails, the request is refused.
 */
final class Policy {

  private static final String VARIABLES = "variables";

  private final Map<String, CelType> types = new LinkedHashMap<>();
  private final List<Named> variables = new ArrayList<>();
  private final List<Named> validations = new ArrayList<>();
  private final List<Named> conditions = new ArrayList<>();

  private record Named(String name, CelRuntime.Program program) {}

  /** Compiles the policy. */
  Policy(ValidatingAdmissionPolicy policy) {
    policy
        .getSpec()
        .getMatchConditions()
        .forEach(it -> conditions.add(new Named(it.getName(), compile(it.getExpression(), true))));
    for (Variable variable : policy.getSpec().getVariables()) {
      variables.add(new Named(variable.getName(), compile(variable.getExpression(), false)));
      types.put(variable.getName(), typeOf(variable.getExpression()));
    }
    policy
        .getSpec()
        .getValidations()
        .forEach(
            it -> validations.add(new Named(it.getMessage(), compile(it.getExpression(), true))));
  }

  /** The messages of the refusals, or why an expression failed. */
  List<String> refusals(String namespace, JsonNode object, Optional<JsonNode> old) {
    Map<String, Object> input = new HashMap<>();
    input.put("object", value(object));
    input.put("oldObject", old.map(Policy::value).orElse(NullValue.NULL_VALUE));
    input.put("request", Map.of("namespace", namespace));
    Map<String, Object> values = new LinkedHashMap<>();
    input.put(VARIABLES, values);
    List<String> refusals = new ArrayList<>();
    try {
      for (Named condition : conditions) {
        if (!Boolean.TRUE.equals(condition.program().eval(input))) {
          return List.of();
        }
      }
      for (Named variable : variables) {
        values.put(variable.name(), variable.program().eval(input));
      }
    } catch (CelEvaluationException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    for (Named validation : validations) {
      try {
        if (!Boolean.TRUE.equals(validation.program().eval(input))) {
          refusals.add(validation.name());
        }
      } catch (CelEvaluationException e) {
        refusals.add(validation.name() + ": " + e.getMessage());
      }
    }
    return refusals;
  }

  private CelRuntime.Program compile(String expression, boolean condition) {
    try {
      Cel cel = cel();
      CelAbstractSyntaxTree compiled = checked(cel, expression);
      if (condition && !compiled.getResultType().equals(SimpleType.BOOL)) {
        // An API server does not accept an expression whose type may be something other than
        // boolean.
        throw new IllegalArgumentException(
            "%s: gives %s".formatted(expression, compiled.getResultType()));
      }
      return cel.createProgram(compiled);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(expression, e);
    }
  }

  private CelType typeOf(String expression) {
    return checked(cel(), expression).getResultType();
  }

  private static CelAbstractSyntaxTree checked(Cel cel, String expression) {
    try {
      return cel.compile(expression).getAst();
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(expression + ": " + e.getMessage(), e);
    }
  }

  private Cel cel() {
    Map<String, CelType> known = new HashMap<>(types);
    StructType all =
        StructType.create(
            VARIABLES,
            ImmutableSet.copyOf(known.keySet()),
            name -> Optional.ofNullable(known.get(name)));
    return CelFactory.standardCelBuilder()
        .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addCompilerLibraries(CelExtensions.optional())
        .addRuntimeLibraries(CelExtensions.optional())
        .setTypeProvider(
            new CelTypeProvider() {
              @Override
              public ImmutableCollection<CelType> types() {
                return ImmutableSet.of(all);
              }

              @Override
              public Optional<CelType> findType(String name) {
                return name.equals(VARIABLES) ? Optional.of(all) : Optional.empty();
              }
            })
        .addVar("object", SimpleType.DYN)
        .addVar("oldObject", SimpleType.DYN)
        .addVar("request", SimpleType.DYN)
        .addVar(VARIABLES, StructTypeReference.create(VARIABLES))
        .build();
  }

  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
        yield fields;
      }
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        node.forEach(item -> items.add(value(item)));
        yield items;
      }
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
      case NULL -> NullValue.NULL_VALUE;
      default -> node.asText();
    };
  }
}
