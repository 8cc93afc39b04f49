// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.runner.sql.NamedQuery;
import dev.sparkbench.runner.sql.PlannedQueries;
import dev.sparkbench.runner.sql.PreparedQueries;
import dev.sparkbench.runner.sql.QueryRun;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Creates the known answers of a suite, and checks them. Each query runs with two very different
 * sets of settings; a result that is the same with both is an answer. DuckDB runs the same texts
 * over the same objects, and for TPC-H at scale 0.01 the generator has the answers.
 *
 * <p>Arguments: the suite, its scale, a folder for the data, the file to write, and the names of
 * queries if not all.
 */
public final class SuiteAnswers {

  private static final Pattern LIMIT = Pattern.compile("(?i)\\blimit\\s+(\\d+)");

  private final Suite suite;
  private final Scale scale;
  private final LocalSuite data;
  private final SparkSession spark;
  private final List<NamedQuery> queries;

  /** Plain Spark with the tables, and without any code of this project. */
  private final SparkSession plain;

  private SuiteAnswers(
      Suite suite, Scale scale, LocalSuite data, SparkSession spark, List<NamedQuery> queries) {
    this.suite = suite;
    this.scale = scale;
    this.data = data;
    this.spark = spark;
    this.queries = queries;
    this.plain = spark.newSession();
    data.tables(plain)
        .forEach(
            (name, table) ->
                table.rows().toDF(table.schema().fieldNames()).createOrReplaceTempView(name));
  }

  /** Does it. */
  public static void main(String[] args) throws Exception {
    Suite suite = Suite.of(JobType.valueOf(args[0].toUpperCase(Locale.ROOT)));
    Scale scale = Scale.parse(suite.type(), args[1]);
    LocalSuite data =
        new LocalSuite(
            suite,
            scale,
            Files.createDirectories(Path.of(args[2], args[0] + "-" + args[1])).toAbsolutePath());
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("answers")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.codegen.cache.maxEntries", "5000")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    boolean good;
    try {
      data.generate(spark);
      List<String> names = Arrays.stream(args).skip(4).filter(name -> !name.isBlank()).toList();
      SuiteAnswers answers = new SuiteAnswers(suite, scale, data, spark, suite.queries(names));
      good = answers.make(Path.of(args[3]));
    } finally {
      spark.stop();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean make(Path file) throws Exception {
    PlannedQueries usual = plan(Map.of());
    usual.check();
    Map<String, JsonNode> outputs = outputs(usual);
    PlannedQueries other =
        plan(
            Map.of(
                "spark.sql.adaptive.enabled", "false",
                "spark.sql.shuffle.partitions", "7",
                "spark.sql.autoBroadcastJoinThreshold", "-1",
                "spark.sql.files.maxPartitionBytes", "1m"));
    other.check();

    ObjectNode answers = JsonNodeFactory.instance.objectNode();
    answers.put("data", SuiteManifest.Data.of(suite, scale).toString());
    ObjectNode byQuery = answers.putObject("queries");
    List<String> wrong = new ArrayList<>();
    try (DuckDb duckDb = new DuckDb(data)) {
      for (NamedQuery query : queries) {
        JsonNode result = usual.digests().get(query.name()).toJson();
        Optional<String> unsteady =
            DigestComparison.results(result, other.digests().get(query.name()).toJson());
        String second = compare(duckDb, query);
        Optional<String> specified = specified(query);
        System.out.printf(
            "%-5s %6d rows; steady: %s; DuckDB: %s; generator: %s%n",
            query.name(),
            result.path("rows").asLong(),
            unsteady.orElse("yes"),
            second,
            specified.orElse("-"));
        specified.filter(what -> !what.equals("equal")).ifPresent(what -> wrong.add(query.name()));
        if (unsteady.isEmpty()) {
          ObjectNode answer = byQuery.putObject(query.name());
          answer.put("settled", isSettled(query, outputs.get(query.name())));
          answer.put("duckdb", second.equals("equal"));
          answer.set("result", result);
        }
      }
    }
    Files.writeString(
        file,
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(answers)
            + "\n");
    System.out.println("wrote " + file.toAbsolutePath() + "; wrong: " + wrong);
    return wrong.isEmpty();
  }

  private PlannedQueries plan(Map<String, String> settings) {
    SparkSession session = spark.newSession();
    settings.forEach(session.conf()::set);
    SparkSession.setActiveSession(session);
    return new PreparedQueries(List.of(), queries, QueryResult.Discard, settings)
        .plan(session, data.tables(session));
  }

  private static Map<String, JsonNode> outputs(PlannedQueries queries) {
    List<QueryRun> runs = new ArrayList<>();
    for (Part<QueryRun> part : queries.parts()) {
      runs.add(part.computation().get());
      queries.beforeEachPart();
    }
    Result result = queries.result(runs);
    return result.outputs();
  }

  /** Whether there is only one correct answer: nothing varies, or the LIMIT leaves nothing out. */
  private static boolean isSettled(NamedQuery query, JsonNode output) {
    List<String> ties = new ArrayList<>();
    output.path("varies_by_ties").forEach(tie -> ties.add(tie.asText()));
    long limit = Long.MAX_VALUE;
    Matcher limits = LIMIT.matcher(query.text());
    while (limits.find()) {
      limit = Math.min(limit, Long.parseLong(limits.group(1)));
    }
    boolean whole = output.path("result").path("rows").asLong() < limit;
    return output.path("reproducible").asBoolean()
        && (ties.isEmpty() || whole && ties.equals(List.of("LIMIT")));
  }

  private ResultRows sparkRows(NamedQuery query) {
    return new ResultRows(
        plain.sql(query.text()).collectAsList().stream().map(SuiteAnswers::values).toList());
  }

  private static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    return values;
  }

  private String compare(DuckDb duckDb, NamedQuery query) {
    try {
      return sparkRows(query).difference(duckDb.run(query.text())).orElse("equal");
    } catch (SQLException e) {
      return "refused: " + e.getMessage().lines().findFirst().orElse("");
    }
  }

  /** Compares the rows with the answers of the TPC-H generator. */
  private Optional<String> specified(NamedQuery query) throws Exception {
    if (suite != Suite.TPCH || !scale.text().equals("0.01")) {
      return Optional.empty();
    }
    try (InputStream file =
        SuiteAnswers.class.getResourceAsStream(
            "/io/trino/tpch/queries/%s.result".formatted(query.name()))) {
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return Optional.of(sparkRows(query).difference(ResultRows.parse(lines)).orElse("equal"));
    }
  }
}
