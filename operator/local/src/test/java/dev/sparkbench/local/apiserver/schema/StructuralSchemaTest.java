// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructuralSchemaTest {

  private static final String BLOCKED =
      "<nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec.nodeList            | [0]                     | spec.nodeList[0]: Invalid value: 0: spec.nodeList[0] in body should be greater than or equal to 1
          spec.nodeList            | [1, 1001]               | spec.nodeList[1]: Invalid value: 1001: spec.nodeList[1] in body should be less than or equal to 1000
          spec.nodeList            | []                      | spec.nodeList: Invalid value: 0: spec.nodeList in body should have at least 1 items
          spec.s3Path              | ""                      | spec.s3Path: Invalid value: "": spec.s3Path in body should be at least 1 chars long
          spec.jobId               | -a                      | spec.jobId: Invalid value: "-a": spec.jobId in body should match '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$'
          spec.storage.endpoint    | ftp://host              | spec.storage.endpoint: Invalid value: "ftp://host": spec.storage.endpoint in body should match '^https?://[^/?#@\\s]+/?$'
          spec.goal                | {minEfficiencyPercent: 101} | spec.goal.minEfficiencyPercent: Invalid value: 101: spec.goal.minEfficiencyPercent in body should be less than or equal to 100
          """)
  void aValueOutOfItsLimitsIsRefused(String path, String value, String problem) {
    assertThat(Crd.problems("/" + path.replace('.', '/'), value)).containsExactly(problem);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec.nodeList          | [1, two]    | spec.nodeList[1]: Invalid value: "string": spec.nodeList[1] in body must be of type integer: "string"
          spec.nodeList          | [1.5]       | spec.nodeList[0]: Invalid value: "number": spec.nodeList[0] in body must be of type integer: "number"
          spec.nodeList          | 4           | spec.nodeList: Invalid value: "integer": spec.nodeList in body must be of type array: "integer"
          spec.s3Path            | 42          | spec.s3Path: Invalid value: "integer": spec.s3Path in body must be of type string: "integer"
          spec.s3Path            | null        | spec.s3Path: Invalid value: "null": spec.s3Path in body must be of type string: "null"
          spec.executor.limitCpu | "yes"       | spec.executor.limitCpu: Invalid value: "string": spec.executor.limitCpu in body must be of type boolean: "string"
          spec.failurePolicy     | Giveup      | spec.failurePolicy: Unsupported value: "Giveup": supported values: "Continue", "Stop"
          spec.cost              | {}          | spec.cost.executorHourPrice: Required value
          spec.cost              | {executorHourPrice: "1", currency: EURO} | spec.cost.currency: Too long: may not be more than 3 bytes
          """)
  void afterSomeProblemsTheRulesAreNotAsked(String path, String value, String problem) {
    assertThat(Crd.problems("/" + path.replace('.', '/'), value)).contains(problem, BLOCKED);
  }

  @Test
  void everyMissingFieldIsNamed() {
    assertThat(Crd.problems("/spec", "jobConfig: {}"))
        .containsExactlyInAnyOrder(
            "spec.s3Path: Required value",
            "spec.nodeList: Required value",
            "spec.jobConfig.type: Required value",
            BLOCKED);
    assertThat(Crd.problems("/spec/nodeList", "[" + "1, ".repeat(32) + "1]"))
        .contains("spec.nodeList: Too many: 33: must have at most 32 items");
  }

  @Test
  void aKeyIsInAListOnlyOnce() {
    assertThat(Crd.problems("/spec/variants", "[{name: a}, {name: b}, {name: a, image: i}]"))
        .containsExactly("spec.variants[2]: Duplicate value: {\"name\":\"a\"}");
    StructuralSchema set =
        new StructuralSchema(
            Crd.yaml(
                """
                type: object
                properties:
                  a: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                """));
    assertThat(set.check(Crd.yaml("a: [x, y, x]"), MissingNode.getInstance()))
        .containsExactly(new FieldError("a[2]", "FieldValueDuplicate", "Duplicate value: \"x\""));
  }

  @Test
  void whatTheSchemaDoesNotKnowIsPruned() {
    ObjectNode benchmark = Crd.with("/spec/executor/podTemplate", "{spec: {any: thing}}");
    ObjectNode expected = benchmark.deepCopy();
    benchmark.put("own", 1);
    benchmark.withObject("/spec/executor").put("heap", "1g");
    benchmark.withObject("/metadata").putObject("labels").put("a", "b");
    expected.withObject("/metadata").putObject("labels").put("a", "b");

    assertThat(Crd.COMPILED.prune(benchmark)).containsExactly("own", "spec.executor.heap");
    assertThat(benchmark).isEqualTo(expected);
  }

  @Test
  void defaultsAreFilledIn() {
    ObjectNode benchmark = Crd.with("/spec/jobId", "a");
    Crd.COMPILED.fillInDefaults(benchmark);
    assertThat(benchmark.path("status")).isEqualTo(Crd.yaml("observedGeneration: -1"));

    StructuralSchema nested =
        new StructuralSchema(
            Crd.yaml(
                """
                type: object
                properties:
                  a:
                    type: array
                    items: {type: object, properties: {b: {type: integer, default: 2}, c: {type: string}}}
                """));
    ObjectNode object = (ObjectNode) Crd.yaml("a: [{b: 1}, {c: x}, {b: null}]");
    nested.fillInDefaults(object);
    assertThat(object).isEqualTo(Crd.yaml("a: [{b: 1}, {c: x, b: 2}, {b: 2}]"));
  }

  @Test
  void aRuleMaySayWhatCanBecomeOfAValue() {
    StructuralSchema schema =
        schema("{rule: self >= oldSelf, message: must not shrink}", "type: integer");

    assertThat(schema.check(Crd.yaml("a: 1"), MissingNode.getInstance())).isEmpty();
    assertThat(schema.check(Crd.yaml("a: 3"), Crd.yaml("a: 2"))).isEmpty();
    assertThat(schema.check(Crd.yaml("a: 1"), Crd.yaml("a: 2")))
        .containsExactly(
            new FieldError(
                "a", "FieldValueInvalid", "Invalid value: \"integer\": must not shrink"));
  }

  @Test
  void aRuleThatFailsIsARefusal() {
    StructuralSchema schema =
        schema("{rule: self.b == 1}", "type: object, properties: {b: {type: integer}}");

    assertThat(problems(schema, "a: {b: 2}"))
        .containsExactly("a: Invalid value: \"object\": failed rule: self.b == 1");
    assertThat(problems(schema, "a: {}"))
        .singleElement()
        .asString()
        .contains("evaluating rule: self.b == 1");
  }

  @Test
  void aRuleThatIsNoneIsRefusedWithTheCrd() {
    assertThatThrownBy(
            () -> schema("{rule: self.c == 1}", "type: object, properties: {b: {type: integer}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule of a: self.c == 1: ")
        .hasMessageContaining("undefined field 'c'");
    assertThatThrownBy(() -> schema("{rule: self + 1}", "type: integer"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> schema("{rule: self == 'x'}", "type: integer"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static StructuralSchema schema(String rule, String ofA) {
    return new StructuralSchema(
        Crd.yaml(
            "{type: object, properties: {a: {%s, x-kubernetes-validations: [%s]}}}"
                .formatted(ofA, rule)));
  }

  private static List<String> problems(StructuralSchema schema, String object) {
    JsonNode json = Crd.yaml(object);
    return schema.check(json, MissingNode.getInstance()).stream()
        .map(FieldError::toString)
        .toList();
  }
}
