// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the CRD, with values that it accepts and values that it refuses. */
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
      spec.measurement            | {iterations: 5, trials: 20} | {iterations: 6, trials: 20}            | "object" | iterations times trials must be at most 100
      spec.measurement            | {trials: 20}                | {iterations: 50, trials: 3}            | "object" | iterations times trials must be at most 100
      spec.measurement            | {iterations: 50}            | {iterations: 34, trials: 3, warmups: 0}| "object" | iterations times trials must be at most 100
      spec.measurement            | {partitionCount: 8}         | {partitions: PerNodeCount, partitionCount: 8} | "object" | partitionCount is only for partitions: Pinned
      spec.measurement            | {partitions: Pinned, partitionCount: 8} | {partitionCount: 8, partitions: PerNodeCount, trials: 1} | "object" | partitionCount is only for partitions: Pinned
      spec.jobConfig              | {type: ml, tasks: [kmeans], parameters: {kmeans.k: "2"}} | {type: ml} | "object" | types descriptive and ml need tasks; other types have neither tasks nor parameters
      spec.jobConfig              | {type: sql}                 | {type: sql, parameters: {kmeans.k: "2"}} | "object" | types descriptive and ml need tasks; other types have neither tasks nor parameters
      spec.jobConfig              | {type: sql, sql: {}}        | {type: sql, tasks: [row_count]} | "object" | types descriptive and ml need tasks; other types have neither tasks nor parameters
      spec.jobConfig              | {type: sql, sql: {}}        | {type: descriptive, tasks: [row_count], sql: {}} | "object" | sql is for type sql
      spec.jobConfig              | {type: tpch, tpch: {scale: "1"}} | {type: tpch} | "object" | type tpch needs tpch, and no other type has it
      spec.jobConfig              | {type: sql}                 | {type: sql, tpch: {scale: "1"}} | "object" | type tpch needs tpch, and no other type has it
      spec.jobConfig              | {type: tpcds, tpcds: {scale: "1"}} | {type: tpcds} | "object" | type tpcds needs tpcds, and no other type has it
      spec.jobConfig              | {type: sql}                 | {type: sql, tpcds: {scale: "1"}} | "object" | type tpcds needs tpcds, and no other type has it
      spec.jobConfig              | {type: application, application: {mainClass: a.B}} | {type: application} | "object" | type application needs application, and no other type has it
      spec.jobConfig              | {type: sql}                 | {type: sql, application: {mainClass: B}} | "object" | type application needs application, and no other type has it
      """
          + "spec.storage.certificates | {configMap: a} | {configMap: a, secret: b} | \"object\" | name either a secret or a configMap\n"
          + "spec.sparkConf"
          + LONG_NAME
          + "spec.dataset.options"
          + LONG_NAME
          + "spec.jobConfig.parameters"
          + LONG_NAME
          + "status.outputs"
          + LONG_NAME
          + "status.measuredFields"
          + LONG_NAME;

  /** Rules within the members of jobConfig, which must fit its type. */
  private static final String RULES_OF_WORK =
      """
      sql.tables         | {type: sql, sql: {tables: [{name: a, s3Path: x}, {name: b, s3Path: x}]}} | {type: sql, sql: {tables: [{name: a, s3Path: x}, {name: a, s3Path: y}]}} | sql.tables | "array" | names of tables must be unique
      sql.tables.items.s3Path | {type: sql, sql: {tables: [{name: a, s3Path: x/..y/*.csv}]}} | {type: sql, sql: {tables: [{name: a, s3Path: x/../y}]}} | sql.tables[0].s3Path | "string" | must not contain '..'
      sql.queries        | {type: sql, sql: {queries: [{name: a, text: x}, {name: b, text: x}, {from: q/}, {from: r/}]}} | {type: sql, sql: {queries: [{name: a, text: x}, {from: q/}, {name: a, from: y.sql}]}} | sql.queries | "array" | names of queries must be unique
      sql.queries.items  | {type: sql, sql: {queries: [{name: a, text: x}]}} | {type: sql, sql: {queries: [{name: a, text: x, from: y.sql}]}} | sql.queries[0] | "object" | give either text or from
      sql.queries.items  | {type: sql, sql: {queries: [{name: a, from: y.sql}]}} | {type: sql, sql: {queries: [{name: a}]}} | sql.queries[0] | "object" | give either text or from
      sql.queries.items  | {type: sql, sql: {queries: [{from: q/}]}} | {type: sql, sql: {queries: [{name: a, from: q/}]}} | sql.queries[0] | "object" | give a name, unless from is a folder, whose objects give the names
      sql.queries.items  | {type: sql, sql: {queries: [{name: a, from: q}]}} | {type: sql, sql: {queries: [{from: q}]}} | sql.queries[0] | "object" | give a name, unless from is a folder, whose objects give the names
      sql.queries.items  | {type: sql, sql: {queries: [{name: a, text: x}]}} | {type: sql, sql: {queries: [{text: x}]}} | sql.queries[0] | "object" | give a name, unless from is a folder, whose objects give the names
      sql.queries.items.from | {type: sql, sql: {queries: [{from: a../}]}} | {type: sql, sql: {queries: [{from: a/../}]}} | sql.queries[0].from | "string" | must not contain '..'
      sql.canonical      | {type: sql, sql: {canonical: [scan, sort]}} | {type: sql, sql: {canonical: [scan, sort, scan]}} | sql.canonical | "array" | canonical queries must be unique
      application.tables | {type: application, application: {mainClass: B, tables: [{name: a, s3Path: x}, {name: b, s3Path: x}]}} | {type: application, application: {mainClass: B, tables: [{name: a, s3Path: x}, {name: a, s3Path: y}]}} | application.tables | "array" | names of tables must be unique
      application.tables.items.name | {type: application, application: {mainClass: B, tables: [{name: datasets, s3Path: x}]}} | {type: application, application: {mainClass: B, tables: [{name: dataset, s3Path: x}]}} | application.tables[0].name | "string" | dataset is the name of s3Path
      application.tables.items.s3Path | {type: application, application: {mainClass: B, tables: [{name: a, s3Path: x/..y/*.csv}]}} | {type: application, application: {mainClass: B, tables: [{name: a, s3Path: x/../y}]}} | application.tables[0].s3Path | "string" | must not contain '..'
      tpch.queries       | {type: tpch, tpch: {scale: "0.01", queries: [q1, q6]}} | {type: tpch, tpch: {scale: "3000", queries: [q1, q6, q1]}} | tpch.queries | "array" | queries must be unique
      tpcds.queries      | {type: tpcds, tpcds: {scale: "10", queries: [q14a, q14b]}} | {type: tpcds, tpcds: {scale: "10", queries: [q14a, q14a]}} | tpcds.queries | "array" | queries must be unique
      """
          + "sql.tables.items.options | {type: sql, sql: {tables: [{name: a, s3Path: x, options: {sep: ';'}}]}}"
          + " | {type: sql, sql: {tables: [{name: a, s3Path: x, options: {"
          + NAME_OF_254
          + ": ';'}}]}} | sql.tables[0].options | \"object\" | names must have at most 253 characters\n";

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = RULES)
  void aRuleTakesWhatIsGoodAndRefusesWhatIsNot(
      String path, String good, String bad, String type, String message) {
    String pointer = "/" + path.replace('.', '/');

    assertThat(Crd.problems(pointer, good)).isEmpty();
    assertThat(Crd.problems(pointer, bad))
        .containsExactly("%s: Invalid value: %s: %s".formatted(path, type, message));
  }

  /** Rules within the entries of variants. */
  private static final String RULES_OF_VARIANTS =
      """
      name      | [{name: outputs}]                  | [{name: output}]                      | name     | "string" | must not be 'output', which is the folder of all results
      nodeList  | [{name: a, nodeList: [4, 1]}]      | [{name: a, nodeList: [4, 1, 4]}]      | nodeList | "array"  | node counts must be unique
      """
          + "sparkConf | [{name: a, sparkConf: {a: b}}] | [{name: a, sparkConf: {"
          + NAME_OF_254
          + ": b}}] | sparkConf | \"object\" | names must have at most 253 characters\n";

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = RULES_OF_VARIANTS)
  void aRuleOfVariantsTakesWhatIsGoodAndRefusesWhatIsNot(
      String rule, String good, String bad, String at, String type, String message) {
    assertThat(Crd.problems("/spec/variants", good)).isEmpty();
    assertThat(Crd.problems("/spec/variants", bad))
        .containsExactly("spec.variants[0].%s: Invalid value: %s: %s".formatted(at, type, message));
  }

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = RULES_OF_WORK)
  void aRuleOfWorkTakesWhatIsGoodAndRefusesWhatIsNot(
      String rule, String good, String bad, String at, String type, String message) {
    assertThat(Crd.problems("/spec/jobConfig", good)).isEmpty();
    assertThat(Crd.problems("/spec/jobConfig", bad))
        .containsExactly("spec.jobConfig.%s: Invalid value: %s: %s".formatted(at, type, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: tpch, tpch: {scale: "0"}}                        | tpch.scale
          {type: tpch, tpch: {scale: "0.001"}}                    | tpch.scale
          {type: tpch, tpch: {scale: "1.5"}}                      | tpch.scale
          {type: tpch, tpch: {scale: "01"}}                       | tpch.scale
          {type: tpch, tpch: {scale: "1", queries: [Q1]}}         | tpch.queries[0]
          {type: tpch, tpch: {scale: "1", queries: []}}           | tpch.queries
          {type: tpch, tpch: {scale: "1", generate: Always}}      | tpch.generate
          {type: tpcds, tpcds: {}}                                | tpcds.scale
          {type: sql, sql: {table: Sales}}                        | sql.table
          {type: sql, sql: {result: Count}}                       | sql.result
          {type: sql, sql: {canonical: [scans]}}                  | sql.canonical[0]
          {type: sql, sql: {tables: [{name: a-b, s3Path: x}]}}    | sql.tables[0].name
          {type: sql, sql: {tables: [{name: a}]}}                 | sql.tables[0].s3Path
          {type: application, application: {mainClass: a-b}}      | application.mainClass
          {type: application, application: {mainClass: a..B}}     | application.mainClass
          {type: application, application: {jar: a.jar}}          | application.mainClass
          {type: application, application: {mainClass: B, tables: [{name: a-b, s3Path: x}]}} | application.tables[0].name
          {type: application, application: {mainClass: B, tables: [{name: a}]}} | application.tables[0].s3Path
          {type: pyspark}                                         | type
          """)
  void whatIsNoWorkIsRefused(String work, String field) {
    assertThat(Crd.problems("/spec/jobConfig", work))
        .allMatch(
            problem ->
                problem.startsWith("spec.jobConfig." + field + ": ")
                    || problem.contains("some validation rules were not checked"))
        .isNotEmpty();
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
                Stream.concat(
                        Stream.concat(
                            cells(RULES).map(cells -> cells[0].trim() + ": " + cells[4].trim()),
                            cells(RULES_OF_VARIANTS)
                                .map(
                                    cells ->
                                        "spec.variants.items."
                                            + cells[0].trim()
                                            + ": "
                                            + cells[5].trim())),
                        cells(RULES_OF_WORK)
                            .map(
                                cells ->
                                    "spec.jobConfig." + cells[0].trim() + ": " + cells[5].trim()))
                    .toList()));
  }

  private static Stream<String[]> cells(String table) {
    return table.lines().map(line -> line.split("\\|"));
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
