// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.Manifests.smallest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.resource.ApplicationTableSpec;
import dev.sparkbench.api.resource.EditOf.Effect;
import dev.sparkbench.api.resource.InstanceTypePrice;
import dev.sparkbench.api.resource.QuerySpec;
import dev.sparkbench.api.resource.SecretName;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.TableSpec;
import dev.sparkbench.api.resource.VariantSpec;
import dev.sparkbench.controller.Manifests;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecDigestTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every new field must declare the effect of an edit. */
  @Test
  void everyFieldSaysWhatAnEditDoes() {
    assertThat(SpecFields.ALL.keySet()).containsExactlyInAnyOrderElementsOf(fields().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyField")
  void aFieldChangesTheDigestOfItsEffectOnly(String field, Type type) {
    SparkBenchmarkJob before = smallest("[1]", "");
    SparkBenchmarkJob after = smallest("[1]", "");
    after.setSpec(with(before.getSpec(), field, type));
    Effect effect = SpecFields.ALL.get(field).value();
    assertThat(measured(after).equals(measured(before))).isEqualTo(effect != Effect.STARTS_OVER);
    assertThat(judged(after).equals(judged(before))).isEqualTo(effect != Effect.JUDGES_AGAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "goal: {maxSeconds: 60, minEfficiencyPercent: 70}",
        "cost: {executorHourPrice: '1'}",
        "retry: {maxAttempts: 5}",
        "timeouts: {runSeconds: 60}",
        "failurePolicy: Stop",
        "ttlSecondsAfterFinished: 1",
        "podRetention: Always",
        "suspend: true",
        "imagePullSecrets: [{name: a}]"
      })
  void whatIsNotMeasuredDoesNotStartOver(String more) {
    assertThat(measured(smallest("[1]", "  " + more))).isEqualTo(measured(smallest("[1]", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobId: sales",
        "dataset: {format: csv, badRecords: Fail, options: {}, columns: []}",
        "measurement: {warmups: 1, iterations: 2, trials: 3, order: Ascending}",
        "measurement: {cache: None, maxWarmupSeconds: 120, partitions: Pinned}",
        "executor: {limitCpu: true, podTemplate: {}}",
        "retry: {maxAttempts: 2, backoffSeconds: 10}",
        "sparkConf: {}",
        "eventLog: false"
      })
  void writingDownADefaultIsNoEdit(String more) {
    assertThat(measured(smallest("[1]", "  " + more))).isEqualTo(measured(smallest("[1]", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: sql} | {type: sql, sql: {table: dataset, result: Discard}} | {}
          {type: sql} | {type: sql, sql: {canonical: [scan, aggregate, group_by, sort, join, distinct, window]}} | {}
          {type: sql} | {type: sql} | {warmups: 1, iterations: 3, trials: 3}
          {type: tpch, tpch: {scale: "1"}} | {type: tpch, tpch: {scale: "1", generate: IfMissing, result: Discard}} | {iterations: 3}
          {type: application, application: {mainClass: A}} | {type: application, application: {mainClass: A, repeatable: false}} | {warmups: 0, iterations: 1, maxWarmupSeconds: 0}
          {type: application, application: {mainClass: A, repeatable: true}} | {type: application, application: {mainClass: A, repeatable: true}} | {warmups: 1, iterations: 3, maxWarmupSeconds: 120}
          """)
  void theDefaultsOfATypeAreNoEditEither(String silent, String written, String measurement) {
    assertThat(measured(of(written, measurement))).isEqualTo(measured(of(silent, "{}")));
  }

  @Test
  void theDefaultsOfAnotherTypeAre() {
    assertThat(measured(of("{type: sql}", "{iterations: 2}")))
        .isNotEqualTo(measured(of("{type: sql}", "{}")));
    assertThat(measured(of("{type: sql, sql: {canonical: [scan]}}", "{}")))
        .isNotEqualTo(measured(of("{type: sql}", "{}")));
    String queries = "{type: sql, sql: {queries: [{name: a, text: SELECT 1}]%s}}";
    String all = ", canonical: [scan, aggregate, group_by, sort, join, distinct, window]";
    assertThat(measured(of(queries.formatted(all), "{}")))
        .isNotEqualTo(measured(of(queries.formatted(""), "{}")));
  }

  @Test
  void defaultsMayFollowFromOtherFields() {
    assertThat(measured(smallest("[4, 1, 2]", ""))).isEqualTo(measured(smallest("[1, 2, 4]", "")));
    assertThat(measured(smallest("[1]", "  measurement: {iterations: 50, trials: 2}")))
        .isEqualTo(measured(smallest("[1]", "  measurement: {iterations: 50}")));
    assertThat(measured(smallest("[1]", "  measurement: {iterations: 50, trials: 1}")))
        .isNotEqualTo(measured(smallest("[1]", "  measurement: {iterations: 50}")));
    assertThat(judged(smallest("[1]", "  cost: {executorHourPrice: '1', driverHourPrice: '1'}")))
        .isEqualTo(judged(smallest("[1]", "  cost: {executorHourPrice: '1', currency: USD}")));
    assertThat(judged(smallest("[1]", "  goal: {}"))).isEqualTo(judged(smallest("[1]", "")));
  }

  @Test
  void theOrderOfNamesSaysNothing() {
    assertThat(measured(smallest("[1]", "  sparkConf: {spark.b: '1', spark.a: '2'}")))
        .isEqualTo(measured(smallest("[1]", "  sparkConf: {spark.a: '2', spark.b: '1'}")));
    assertThat(
            measured(smallest("[1]", "  driver: {podTemplate: {spec: {b: {d: 1, c: 2}, a: 3}}}")))
        .isEqualTo(
            measured(smallest("[1]", "  driver: {podTemplate: {spec: {a: 3, b: {c: 2, d: 1}}}}")));
  }

  @Test
  void aTasksDefaultIsOneToo() {
    SparkBenchmarkJob silent = smallest("[1]", "");
    SparkBenchmarkJob written = smallest("[1]", "");
    SparkBenchmarkJob other = smallest("[1]", "");
    silent.setSpec(tasks("{}"));
    written.setSpec(tasks("{\"kmeans.k\": \"%s\"}".formatted(kmeansDefault())));
    other.setSpec(tasks("{\"kmeans.k\": \"77\"}"));
    assertThat(measured(written)).isEqualTo(measured(silent));
    assertThat(measured(other)).isNotEqualTo(measured(silent));
  }

  /**
   * If these digests changed, the next release would repeat every finished benchmark. A change must
   * also accept the earlier digests, as {@link SpecDigest#measured} does.
   */
  @Test
  void itIsTheSameInEveryRelease() {
    assertThat(
            SpecDigest.measured(benchmark("[2, 1]", "  sparkConf: {spark.b: '1', spark.a: '2'}")))
        .isEqualTo("c648ccbcbff52d0219bd1072b782af8e");
  }

  @Test
  void whatAnEarlierReleaseWroteIsKnown() {
    SparkBenchmarkJob job = benchmark("[1]", "  retry: {maxAttempts: 2}");
    assertThat(SpecDigest.ofEarlierReleases(job))
        .isEqualTo(SpecDigest.of(job.getSpec()))
        .isNotEqualTo(measured(job));
  }

  @Test
  void theAnnotationThatAsksForAnotherTimeStartsOver() {
    String digest = measured(benchmark("[1]"));
    SparkBenchmarkJob annotated = benchmark("[1]");
    annotated.getMetadata().setAnnotations(Map.of("note", "x"));
    assertThat(measured(annotated)).isEqualTo(digest);
    annotated.getMetadata().setAnnotations(Map.of("sparkbench.dev/rerun", "1"));
    String again = measured(annotated);
    assertThat(again).isNotEqualTo(digest);
    annotated.getMetadata().setAnnotations(Map.of("sparkbench.dev/rerun", "2"));
    assertThat(measured(annotated)).isNotEqualTo(again);
  }

  private static SparkBenchmarkJob of(String jobConfig, String measurement) {
    return Manifests.work(jobConfig, "  measurement: " + measurement);
  }

  static Stream<Arguments> everyField() {
    return fields().entrySet().stream().map(it -> Arguments.of(it.getKey(), it.getValue()));
  }

  /** Every field without fields of its own, by its path. */
  private static Map<String, Type> fields() {
    Map<String, Type> fields = new TreeMap<>();
    collect("", SparkBenchmarkJobSpec.class, fields);
    return fields;
  }

  private static void collect(String path, Class<?> type, Map<String, Type> fields) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collect(path + component.getName() + ".", component.getType(), fields);
      } else {
        fields.put(path + component.getName(), component.getGenericType());
      }
    }
  }

  @Test
  void whatAVariantCostsIsNoPartOfWhatIsMeasuredOfIt() {
    String variant = "  variants: [{name: a}, {name: b, image: i%s}]";
    SparkBenchmarkJob one = smallest("[1]", variant.formatted(""));
    SparkBenchmarkJob priced =
        smallest("[1]", variant.formatted(", cost: {executorHourPrice: '1'}"));
    SparkBenchmarkJob other = smallest("[1]", variant.formatted("2"));
    assertThat(SpecDigest.measured(priced)).isEqualTo(SpecDigest.measured(one));
    assertThat(SpecDigest.judged(priced.getSpec())).isNotEqualTo(SpecDigest.judged(one.getSpec()));
    assertThat(SpecDigest.measured(other)).isNotEqualTo(SpecDigest.measured(one));
    assertThat(SpecDigest.judged(other.getSpec())).isEqualTo(SpecDigest.judged(one.getSpec()));
    // With variants, that is the default.
    assertThat(
            SpecDigest.measured(
                smallest("[1]", variant.formatted("") + "\n  measurement: {order: Shuffled}")))
        .isEqualTo(SpecDigest.measured(one));
  }

  @Test
  void writingDownDefaultsOfAVariantIsNoEdit() {
    String variants = "  variants: [{name: a}, {name: b%s}]";
    String one = SpecDigest.measured(smallest("[1, 2]", variants.formatted("")));
    for (String same : List.of(", sparkConf: {}", ", executor: {}", ", nodeList: [2, 1]")) {
      assertThat(SpecDigest.measured(smallest("[1, 2]", variants.formatted(same))))
          .as(same)
          .isEqualTo(one);
    }
    assertThat(SpecDigest.measured(smallest("[1, 2]", variants.formatted(", nodeList: [4, 8]"))))
        .isEqualTo(
            SpecDigest.measured(smallest("[1, 2]", variants.formatted(", nodeList: [8, 4]"))))
        .isNotEqualTo(one);
  }

  /** An API server that does not check the schema lets it through. */
  @Test
  void aVariantWithoutContentHasADigest() {
    assertThat(SpecDigest.measured(smallest("[1]", "  variants: [{name: a}, null]"))).isNotEmpty();
  }

  private static SparkBenchmarkJobSpec with(SparkBenchmarkJobSpec spec, String field, Type type) {
    ObjectNode tree = JSON.valueToTree(spec);
    String[] names = field.split("\\.");
    ObjectNode parent = tree;
    for (int i = 0; i < names.length - 1; i++) {
      parent =
          parent.get(names[i]) instanceof ObjectNode there ? there : parent.putObject(names[i]);
    }
    String last = names[names.length - 1];
    parent.set(last, JSON.valueToTree(other(type, field)));
    return JSON.convertValue(tree, SparkBenchmarkJobSpec.class);
  }

  /** A value that differs from the default and from that of the benchmark. */
  private static Object other(Type type, String field) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Map.class) {
        return Map.of("k", "v");
      }
      return List.of(other(generic.getActualTypeArguments()[0], field));
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return "other";
    }
    if (plain == Integer.class) {
      return 7;
    }
    if (plain == Boolean.class) {
      return !field.endsWith(".limitCpu");
    }
    if (plain == SecretName.class) {
      return new SecretName("other");
    }
    if (plain == InstanceTypePrice.class) {
      return new InstanceTypePrice("other", "1");
    }
    if (plain == TableSpec.class) {
      return new TableSpec("other", "other.csv", null, null, null, null);
    }
    if (plain == ApplicationTableSpec.class) {
      return new ApplicationTableSpec("other", "other.csv", null);
    }
    if (plain == QuerySpec.class) {
      return new QuerySpec("other", "SELECT 1", null);
    }
    if (plain == VariantSpec.class) {
      return new VariantSpec("other", null, null, null, null, null, null, null);
    }
    Object[] constants = plain.getEnumConstants();
    return constants[constants.length - 1];
  }

  private static SparkBenchmarkJobSpec tasks(String parameters) {
    ObjectNode tree = JSON.valueToTree(smallest("[1]", "").getSpec());
    try {
      tree.set(
          "jobConfig",
          JSON.readTree(
              "{\"type\": \"ml\", \"tasks\": [\"kmeans\"], \"parameters\": %s}"
                  .formatted(parameters)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return JSON.convertValue(tree, SparkBenchmarkJobSpec.class);
  }

  private static String kmeansDefault() {
    return TaskCatalogue.find(JobType.ML, "kmeans").orElseThrow().parameters().stream()
        .filter(parameter -> parameter.name().equals("k"))
        .findFirst()
        .orElseThrow()
        .defaultValue();
  }

  private static String measured(SparkBenchmarkJob job) {
    return SpecDigest.measured(job);
  }

  private static String judged(SparkBenchmarkJob job) {
    return SpecDigest.judged(job.getSpec());
  }
}
