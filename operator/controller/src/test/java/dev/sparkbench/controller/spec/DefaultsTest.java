// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.SuiteQueries;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.CrdSpec;
import dev.sparkbench.controller.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writing a default down changes nothing: the operator fills in the same value, so what the CRD
 * says of the default is true, and the benchmark does not start over.
 */
class DefaultsTest {

  private static final ObjectMapper YAML = new YAMLMapper();

  /** A description with a number or a truth value, such as "Default: 5." */
  private static final Pattern VALUE = Pattern.compile("Default: (true|false|[0-9]+)\\b");

  /** A description with a named value, such as "Fail (default) or Drop". */
  private static final Pattern NAMED = Pattern.compile("\\b([A-Za-z]+) \\(default\\b");

  /** What a manifest needs so that it may have the fields that begin like this. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          entry("jobConfig.sql", "{jobConfig: {type: sql}}"),
          entry(
              "jobConfig.sql.tables",
              "{jobConfig: {type: sql, sql: {tables: [{name: t, s3Path: t.csv}]}}}"),
          entry(
              "jobConfig.tpch",
              "{s3Path: user123/data/, jobConfig: {type: tpch, tpch: {scale: '1'}}}"),
          entry(
              "jobConfig.tpcds",
              "{s3Path: user123/data/, jobConfig: {type: tpcds, tpcds: {scale: '0.01'}}, executor: {memory: 4Gi}}"),
          entry(
              "jobConfig.application",
              "{jobConfig: {type: application, application: {mainClass: A}}}"),
          entry("cost", "{cost: {executorHourPrice: '1'}}"),
          entry("variants", "{variants: [{name: a}, {name: b}]}"),
          entry(
              "variants[].cost",
              "{cost: {executorHourPrice: '1'}, variants: [{name: a}, {name: b, cost: {executorHourPrice: '2'}}]}"));

  /**
   * Defaults that are no number or name in the description, or that depend on other fields.
   *
   * @param more what the manifest has besides; empty for what {@link #NEEDED} says
   */
  private record Example(String path, String value, String more) {

    private Example(String path, String value) {
      this(path, value, "");
    }

    @Override
    public String toString() {
      return path + ": " + value + (more.isEmpty() ? "" : " in " + more);
    }
  }

  private static final String ONCE =
      "{jobConfig: {type: application, application: {mainClass: A}}}";
  private static final String AGAIN =
      "{jobConfig: {type: application, application: {mainClass: A, repeatable: true}}}";

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("jobId", "sales"),
          new Example("dataset.format", "csv"),
          new Example("dataset.options", "{}"),
          new Example("storage.bucket", "bucket"),
          new Example("storage.endpoint", "http://s3:9000"),
          new Example("storage.region", "eu-central-1"),
          new Example("storage.pathStyleAccess", "true"),
          new Example("storage.credentialsSecret", "s3-credentials"),
          new Example("storage.resultPath", "user123/result"),
          new Example(
              "storage.resultPath",
              "s3://b/result/",
              "{s3Path: 's3://b/a/', dataset: {format: csv}}"),
          new Example("measurement.warmups", "0", ONCE),
          new Example("measurement.warmups", "1", AGAIN),
          new Example("measurement.maxWarmupSeconds", "0", ONCE),
          new Example("measurement.maxWarmupSeconds", "120", AGAIN),
          new Example("measurement.iterations", "1", ONCE),
          new Example("measurement.iterations", "3", AGAIN),
          new Example("measurement.iterations", "3", "{jobConfig: {type: sql}}"),
          new Example("measurement.trials", "3", "{measurement: {iterations: 33}}"),
          new Example("measurement.trials", "2", "{measurement: {iterations: 34}}"),
          new Example("measurement.partitionCount", "6", "{executor: {cores: 3}}"),
          new Example(
              "measurement.partitionCount", "12", "{executor: {cores: 3}, jobConfig: {type: sql}}"),
          new Example("cost.currency", "USD"),
          new Example("cost.driverHourPrice", "'1'"),
          new Example("cost.instanceTypes", "[]"),
          new Example("driver.memory", "1Gi"),
          new Example("driver.podTemplate", "{}"),
          new Example("executor.memory", "1Gi"),
          new Example("executor.podTemplate", "{}"),
          new Example("sparkConf", "{}"),
          new Example("image", "runner:1"),
          new Example("imagePullPolicy", "IfNotPresent"),
          new Example("imagePullSecrets", "[{name: registry}]"),
          new Example("serviceAccountName", "jobs"),
          new Example("jobConfig.parameters", "{}"),
          new Example("jobConfig.sql.table", "dataset"),
          new Example("jobConfig.sql.tables", "[]", "{jobConfig: {type: sql}}"),
          new Example("jobConfig.sql.tables[].format", "csv"),
          new Example("jobConfig.sql.tables[].options", "{}"),
          new Example("jobConfig.sql.tables[].badRecords", "Fail"),
          new Example(
              "jobConfig.sql.canonical",
              "[scan, aggregate, group_by, sort, join, distinct, window]"),
          new Example("jobConfig.tpch.result", "Discard"),
          new Example("jobConfig.tpcds.result", "Discard"),
          new Example("jobConfig.application.jars", "[]"),
          new Example("jobConfig.application.arguments", "[]"),
          new Example("jobConfig.application.compare", "[]"),
          new Example("jobConfig.application.tables", "[]"),
          new Example("variants[].sparkConf", "{}"),
          new Example("variants[].cost.currency", "USD"),
          new Example("variants[].cost.driverHourPrice", "'2'"),
          new Example("variants[].cost.instanceTypes", "[]"),
          new Example("variants[].nodeList", "[2, 1]"),
          new Example("variants[].executor.podTemplate", "{}"),
          new Example("variants[].driver.podTemplate", "{}"));

  /** Optional fields for which no value means the same as their absence, and why. */
  private static final Map<String, String> WITHOUT_DEFAULT =
      Map.ofEntries(
          entry("comparison.maxSlowdownPercent", "no requirement"),
          entry("comparison.minSpeedup", "no requirement"),
          entry("goal.maxSeconds", "no requirement"),
          entry("goal.minEfficiencyPercent", "no requirement"),
          entry("dataset.schema", "it is in the data"),
          entry("dataset.columns", "those of the data"),
          entry("dataset.features", "those of the data"),
          entry("dataset.label", "some tasks need it, the others do not have it"),
          entry("storage.resultCredentialsSecret", "it is for results in another bucket"),
          entry("storage.certificates.secret", "no further certificates"),
          entry("storage.certificates.configMap", "no further certificates"),
          entry("jobConfig.tasks", "required for the types that have it"),
          entry("jobConfig.sql.tables[].schema", "it is in the data"),
          entry("jobConfig.sql.queries", "canonical ones, which are another field"),
          entry("jobConfig.sql.queries[].name", "required unless there is a folder"),
          entry("jobConfig.sql.queries[].text", "required unless there is from"),
          entry("jobConfig.sql.queries[].from", "required unless there is text"),
          entry("jobConfig.tpch.queries", "all of the suite: a test of its own below"),
          entry("jobConfig.tpcds.queries", "all of the suite: a test of its own below"),
          entry("jobConfig.application.jar", "no jar"),
          entry("jobConfig.application.tables[].format", "it is for tables of two formats"),
          entry("variants", "one configuration without a name"),
          entry("ttlSecondsAfterFinished", "never"));

  /**
   * Fields whose default is in the operator's configuration. Naming it starts the benchmark over,
   * because the operator does not know which configuration was in force when it was measured.
   */
  private static final Set<String> OF_THE_CONFIGURATION =
      Set.of(
          "storage.bucket",
          "storage.endpoint",
          "driver.cores",
          "driver.memory",
          "executor.cores",
          "executor.memory",
          "image");

  /** Other values for those fields of every-field.yaml that have their default there. */
  private static final Map<String, String> OTHER_THAN_DEFAULT =
      Map.of(
          "dataset.format", "json",
          "driver.cores", "2",
          "driver.limitCpu", "false",
          "executor.limitCpu", "false",
          "imagePullPolicy", "Always",
          "imagePullSecrets", "[{name: other}]",
          "measurement.partitionCount", "63",
          "measurement.partitions", "PerNodeCount",
          "storage.pathStyleAccess", "false",
          "suspend", "true");

  private final SpecResolver resolver = new SpecResolver(Manifests.DEFAULTS, Allowed.EVERYTHING);

  @ParameterizedTest
  @MethodSource("examples")
  void writingADefaultDownIsNoEdit(Example example) {
    ObjectNode without =
        manifest(example.more().isEmpty() ? needed(example.path()) : example.more());
    ObjectNode with = without.deepCopy();
    set(with, example.path(), tree(example.value()));
    assertThat(with).as("the manifest with spec." + example).isNotEqualTo(without);
    assertSame(
        example.path(),
        without,
        with,
        OF_THE_CONFIGURATION.contains(example.path().replace("variants[].", "")));
  }

  /** A field that the operator forgets to use is easily overlooked. */
  @ParameterizedTest
  @MethodSource("sampleFields")
  void everyFieldMakesADifference(String path) {
    ObjectNode other = everyField();
    int dot = path.lastIndexOf('.');
    ObjectNode parent = (ObjectNode) other.at(dot < 0 ? "" : pointer(path.substring(0, dot)));
    String name = path.substring(dot + 1);
    if (OTHER_THAN_DEFAULT.containsKey(path)) {
      parent.set(name, tree(OTHER_THAN_DEFAULT.get(path)));
    } else {
      parent.remove(name);
    }
    // Also if it is refused then.
    assertThat(resolver.resolve(job(other)).equals(resolver.resolve(job(everyField()))))
        .as(
            "the benchmark is the same without spec.%s of every-field.yaml; use the field in SpecResolver, or add another value to OTHER_THAN_DEFAULT if that is the default",
            path)
        .isFalse();
  }

  /** The optional fields that every-field.yaml has, outside of lists. */
  static Stream<String> sampleFields() {
    return optional()
        .filter(path -> !everyField().at(pointer(path)).isMissingNode())
        // Without effect if s3Path names its bucket itself.
        .filter(path -> !path.equals("storage.bucket"));
  }

  /** The default of a variant's field is what the rest of the spec says. */
  @ParameterizedTest
  @MethodSource("fieldsOfVariants")
  void whatAVariantRepeatsOfTheSpecIsNoEdit(String path) {
    ObjectNode without = everyField();
    without.set("variants", tree("[{name: a}, {name: b}]"));
    JsonNode value = without.at(pointer(path.replace("variants[].", "")));
    assertThat(value.isMissingNode())
        .as("every-field.yaml lacks what " + path + " repeats")
        .isFalse();
    ObjectNode with = without.deepCopy();
    set(with, path, value);
    if (path.startsWith("variants[].cost.")) {
      set(with, "variants[].cost.executorHourPrice", without.at("/cost/executorHourPrice"));
    }
    assertSame(path, without, with, false);
  }

  /** The same value elsewhere, or another value at the same place, is no default. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          measurement.partitionCount         | 7    | {executor: {cores: 3}}
          measurement.partitionCount         | 6    | {executor: {cores: 3}, variants: [{name: a}, {name: b, executor: {cores: 4}}]}
          measurement.partitionCount         | 2    | {}
          storage.resultPath                 | user123 | {}
          storage.resultPath                 | s3://b/result/ | {s3Path: 's3://a/a/', dataset: {format: csv}}
          jobConfig.sql.tables[].badRecords  | Drop | {jobConfig: {type: sql, sql: {tables: [{name: t, s3Path: t.csv}]}}}
          jobConfig.sql.tables[].format      | json | {jobConfig: {type: sql, sql: {tables: [{name: t, s3Path: t.csv}]}}}
          variants[].measurement             | {cache: None} | {measurement: {cache: Memory}, variants: [{name: a}, {name: b}]}
          variants[].executor                | {limitCpu: true} | {executor: {limitCpu: false}, variants: [{name: a}, {name: b}]}
          variants[].executor                | {cores: 2} | {variants: [{name: a}, {name: b}]}
          variants[].executor                | {podTemplate: {spec: {nodeSelector: {a: b}}}} | {variants: [{name: a}, {name: b}]}
          variants[].sparkConf               | {spark.a: '1'} | {sparkConf: {spark.a: '2'}, variants: [{name: a}, {name: b}]}
          """)
  void whatIsNoDefaultIsAnEdit(String path, String value, String more) {
    ObjectNode without = manifest(more);
    ObjectNode with = without.deepCopy();
    set(with, path, tree(value));
    assertThat(SpecDigest.measured(job(with))).isNotEqualTo(SpecDigest.measured(job(without)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {spotSharePercent: 0}   | {executorHourPrice: '1', spotSharePercent: 50}
          {executorHourPrice: '2'} | {executorHourPrice: '1'}
          {driverHourPrice: '1'}  | {executorHourPrice: '1', driverHourPrice: '2'}
          """)
  void anotherPriceOfAVariantIsJudgedAgain(String cost, String inSpec) {
    ObjectNode without = manifest("{variants: [{name: a}, {name: b}], cost: %s}".formatted(inSpec));
    ObjectNode with = without.deepCopy();
    set(with, "variants[].cost", tree(cost));
    assertThat(SpecDigest.judged(job(with).getSpec()))
        .isNotEqualTo(SpecDigest.judged(job(without).getSpec()));
  }

  @Test
  void everyOptionalFieldHasADefaultThatIsTriedOrAReasonWhyNot() {
    Set<String> tried = new TreeSet<>();
    examples().forEach(example -> tried.add(example.path()));
    fieldsOfVariants().forEach(tried::add);
    assertThat(
            optional()
                .filter(path -> !tried.contains(path) && !WITHOUT_DEFAULT.containsKey(path))
                .map(
                    path ->
                        "say the default of spec.%s in its description, as \"Default: 5.\" or \"Name (default)\", or add it to EXAMPLES or, with a reason, to WITHOUT_DEFAULT"
                            .formatted(path)))
        .isEmpty();
    assertThat(WITHOUT_DEFAULT.keySet())
        .as("fields without default")
        .isSubsetOf(CrdSpec.fields().keySet())
        .doesNotContainAnyElementsOf(tried);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void allQueriesOfASuiteAreItsDefault(String type, List<String> queries) {
    ObjectNode without = manifest(needed("jobConfig." + type));
    ObjectNode with = without.deepCopy();
    set(with, "jobConfig.%s.queries".formatted(type), YAML.valueToTree(queries));
    assertThat(SpecDigest.measured(job(with))).isEqualTo(SpecDigest.measured(job(without)));
  }

  static Stream<Arguments> suites() {
    return Stream.of(JobType.TPCH, JobType.TPCDS)
        .map(type -> Arguments.of(type.wireName(), SuiteQueries.of(type)));
  }

  /** What the descriptions of the CRD say, and further examples. */
  static Stream<Example> examples() {
    return Stream.concat(
        optional().flatMap(path -> stated(path).map(value -> new Example(path, value)).stream()),
        EXAMPLES.stream());
  }

  static Stream<String> fieldsOfVariants() {
    return optional().filter(path -> path.matches("variants\\[][.][^\\[]*"));
  }

  /** All fields that may be absent, except those that only group others. */
  private static Stream<String> optional() {
    return CrdSpec.fields().entrySet().stream()
        .filter(it -> !it.getValue().required())
        .filter(
            it ->
                !it.getValue().hasFields()
                    || it.getValue().schema().path("type").asText().equals("array"))
        .map(Map.Entry::getKey);
  }

  private static Optional<String> stated(String path) {
    CrdSpec.Field field = CrdSpec.fields().get(path);
    boolean isName = field.schema().has("enum");
    boolean isValue = Set.of("boolean", "integer").contains(field.schema().path("type").asText());
    Matcher value = VALUE.matcher(field.description());
    if (isValue && value.find()) {
      return Optional.of(value.group(1));
    }
    Matcher named = NAMED.matcher(field.description());
    return (isName || isValue) && named.find()
        ? Optional.of(isName ? named.group(1) : named.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private void assertSame(
      String path, ObjectNode without, ObjectNode with, boolean isOfTheConfiguration) {
    assertThat(valid(with))
        .as(
            "spec.%s is written with the default that the CRD says, and the benchmark differs",
            path)
        .isEqualTo(valid(without));
    assertThat(SpecDigest.measured(job(with)).equals(SpecDigest.measured(job(without))))
        .as(
            isOfTheConfiguration
                ? "spec.%s is no longer to be in OF_THE_CONFIGURATION"
                : "writing the default of spec.%s starts the benchmark over: give its EditOf an unless, or remove it in WrittenDefaults",
            path)
        .isEqualTo(!isOfTheConfiguration);
    assertThat(SpecDigest.judged(job(with).getSpec()))
        .as(
            "writing the default of spec.%s judges the benchmark again: give its EditOf an unless, or remove it in WrittenDefaults",
            path)
        .isEqualTo(SpecDigest.judged(job(without).getSpec()));
  }

  private static ObjectNode everyField() {
    Path sample = Path.of(System.getProperty("sparkbench.root"), "crds/samples/every-field.yaml");
    try {
      return (ObjectNode) YAML.readTree(Files.readString(sample)).path("spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pointer(String path) {
    return path.isEmpty() ? "" : "/" + path.replace('.', '/');
  }

  private Benchmark valid(ObjectNode spec) {
    Resolution resolution = resolver.resolve(job(spec));
    assertThat(resolution).isInstanceOf(Resolution.Valid.class);
    return ((Resolution.Valid) resolution).benchmark();
  }

  private static SparkBenchmarkJob job(ObjectNode spec) {
    SparkBenchmarkJob job = Manifests.smallest("[1]", "");
    job.setSpec(YAML.convertValue(spec, SparkBenchmarkJobSpec.class));
    return job;
  }

  /** What the longest beginning of the path needs. */
  private static String needed(String path) {
    return NEEDED.entrySet().stream()
        .filter(it -> path.startsWith(it.getKey()))
        .max(Comparator.comparing(it -> it.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse("{}");
  }

  private static ObjectNode manifest(String more) {
    ObjectNode spec = YAML.valueToTree(Manifests.smallest("[1, 2]", "").getSpec());
    spec.setAll((ObjectNode) tree(more));
    return spec;
  }

  /** Sets a field, in the last item of a list. */
  private static void set(ObjectNode spec, String path, JsonNode value) {
    ObjectNode parent = spec;
    String[] names = path.split("[.]");
    for (String name : List.of(names).subList(0, names.length - 1)) {
      if (name.endsWith("[]")) {
        JsonNode list = parent.path(name.replace("[]", ""));
        parent = (ObjectNode) list.get(list.size() - 1);
      } else {
        parent = parent.withObjectProperty(name);
      }
    }
    parent.set(names[names.length - 1], value);
  }

  private static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }
}
