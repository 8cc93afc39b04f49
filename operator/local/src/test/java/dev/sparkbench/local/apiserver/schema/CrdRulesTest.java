package dev.sparkbench.local.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the CRD, with values that it takes and values that it refuses. */
class CrdRulesTest {

  private static final String FIFTY = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  private static final String NAME_OF_254 = FIFTY + FIFTY + FIFTY + FIFTY + FIFTY + "xxxx";
  private static final String LONG_NAME =
      " | {a: b} | {"
          + NAME_OF_254
          + ": b} | \"object\" | names must have at most 253 characters\n";

  private static final String RULES =
      """
      spec.s3Path                 | user/..data..csv/a..        | user/../data.csv                       | "string" | must not contain '..'
      spec.s3Path                 | "s3://lake/a/*.csv"         | ..                                     | "string" | must not contain '..'
      spec.storage.resultPath     | a/.../b                     | a/..                                   | "string" | must not contain '..'
      spec.nodeList               | [4, 1, 2]                   | [4, 1, 4]                              | "array"  | node counts must be unique
      spec.jobConfig.tasks        | [row_count, sum]            | [sum, row_count, sum]                  | "array"  | tasks must be unique
      spec.measurement            | {iterations: 5, trials: 20} | {iterations: 6, trials: 20}            | "object" | iterations (default 2) times trials must be at most 100
      spec.measurement            | {trials: 20}                | {iterations: 50, trials: 3}            | "object" | iterations (default 2) times trials must be at most 100
      spec.measurement            | {iterations: 50}            | {iterations: 34, trials: 3, warmups: 0}| "object" | iterations (default 2) times trials must be at most 100
      """
          + "spec.storage.certificates | {configMap: a} | {configMap: a, secret: b} | \"object\" | name either a secret or a configMap\n"
          + "spec.sparkConf"
          + LONG_NAME
          + "spec.dataset.options"
          + LONG_NAME
          + "spec.jobConfig.parameters"
          + LONG_NAME
          + "status.outputs"
          + LONG_NAME;

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = RULES)
  void aRuleTakesWhatIsGoodAndRefusesWhatIsNot(
      String path, String good, String bad, String type, String message) {
    String pointer = "/" + path.replace('.', '/');

    assertThat(Crd.problems(pointer, good)).isEmpty();
    assertThat(Crd.problems(pointer, bad))
        .containsExactly("%s: Invalid value: %s: %s".formatted(path, type, message));
  }

  @Test
  void aRuleWithinAListHoldsToo() {
    String run = "[{nodes: 1, state: Pending, instanceTypes: {%s: 1}}]";
    assertThat(Crd.problems("/status/runs", run.formatted("m5.large"))).isEmpty();
    assertThat(Crd.problems("/status/runs", run.formatted(NAME_OF_254)))
        .singleElement()
        .asString()
        .contains("names must have at most 253 characters");
  }

  @Test
  void noRuleIsWithoutExamples() {
    Set<String> rules = new TreeSet<>();
    collect(FieldPath.WHOLE, Crd.SCHEMA, rules);

    assertThat(
            rules.remove("status.runs.items.instanceTypes: names must have at most 253 characters"))
        .as("see the test of lists")
        .isTrue();
    assertThat(rules)
        .isEqualTo(
            new TreeSet<>(
                RULES
                    .lines()
                    .map(line -> line.split("\\|"))
                    .map(cells -> cells[0].trim() + ": " + cells[4].trim())
                    .toList()));
  }

  private static void collect(FieldPath path, JsonNode schema, Set<String> rules) {
    schema
        .path("x-kubernetes-validations")
        .forEach(rule -> rules.add(path + ": " + rule.path("message").asText()));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      collect(path.field(field.getKey()), field.getValue(), rules);
    }
    for (String below : new String[] {"items", "additionalProperties"}) {
      if (schema.path(below).isObject()) {
        collect(path.field(below), schema.path(below), rules);
      }
    }
  }
}
