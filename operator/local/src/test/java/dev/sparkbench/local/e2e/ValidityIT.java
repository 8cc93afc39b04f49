// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.local.SalesDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the measurements against independent references, and prints the figures: {@code mvn
 * -Pvalidity -pl operator/local -am verify}. It takes about 25 minutes on 2 cores. Run it on an
 * otherwise idle machine.
 */
@Tag("validity")
class ValidityIT {

  private static final int FILES = 8;

  // Eight JVMs that share two cores warm up slowly. We stop at C1: the test mostly sleeps, so C2
  // would only lengthen the warm-up.
  private static final int WARMUPS = 20;

  private static final Duration LONG = Duration.ofMinutes(15);
  private static final Path ROOT = Path.of(System.getProperty("sparkbench.root"));
  private static final Path REPORTS = ROOT.resolve("operator/local/target/validity");

  @TempDir Path folder;

  @ClusterFolder private Path clusterFolder;

  /**
   * 9 s in the driver and 72 s in 8 equal tasks: Amdahl's law with σ = 9/81. It is this long
   * because the overhead is up to a second if eight JVMs share two cores.
   */
  @Test
  void aKnownSerialPartGivesTheSpeedupsOfAmdahlsLaw() throws Exception {
    double serial = 9;
    double parallel = 72;
    JsonNode performance = measureSynthetic("amdahl", List.of(1, 2, 4, 8), 2, serial, parallel, 1);

    System.out.printf("%nA serial part of %.0f s and a parallel one of %.0f s%n", serial, parallel);
    System.out.println("nodes       time  by Amdahl's law   speedup  by the law   error");
    for (JsonNode run : performance.path("runs")) {
      int nodes = run.path("nodes").asInt();
      double time = serial + parallel / nodes;
      double law = (serial + parallel) / time;
      double speedup = run.path("speedup").asDouble();
      System.out.printf(
          "%5d  %7.3f s  %13.3f s  %8.3f  %10.3f  %+5.1f %%%n",
          nodes, run.path("time_sec").asDouble(), time, speedup, law, 100 * (speedup / law - 1));
      assertThat(speedup).as("speedup at %d nodes", nodes).isCloseTo(law, withPercentage(5));
    }
    JsonNode law = performance.at("/scaling/law");
    double expected = serial / (serial + parallel);
    System.out.printf(
        "fitted contention σ = %.4f, 95 %% interval %s; by the law %.4f%n",
        law.path("sigma").asDouble(), law.path("sigma_interval"), expected);
    assertThat(law.path("sigma").asDouble()).isCloseTo(expected, within(0.03));
    assertThat(performance.at("/runs/3/main_cause").asText()).isEqualTo("driver");
    assertOneNodePredictsTheOthers(performance);
  }

  /**
   * One of 8 tasks takes 8 times as long as the others: 45 s on one slot, or 24 s for that task, in
   * which 49 of 64 parts of the slots' time are idle.
   */
  @Test
  void aKnownSkewIsNamed() throws Exception {
    JsonNode performance = measureSynthetic("skewed", List.of(1, 2, 4, 8), 1, 0, 45, 8);

    JsonNode eight = performance.at("/runs/3");
    System.out.printf(
        "%nSkew: speedup %.3f, by construction %.3f; lost to skew %.1f %%, by construction %.1f %%%n",
        eight.path("speedup").asDouble(),
        45.0 / 24,
        100 * eight.at("/efficiency_lost/skew").asDouble(),
        100 * 49.0 / 64);
    assertThat(eight.path("main_cause").asText()).isEqualTo("skew");
    assertThat(eight.path("speedup").asDouble()).isCloseTo(45.0 / 24, withPercentage(5));
    assertThat(eight.at("/efficiency_lost/skew").asDouble()).isCloseTo(49.0 / 64, within(0.1));
    assertOneNodePredictsTheOthers(performance);
  }

  /**
   * The tasks recorded with 1 node, replayed for 2, 4 and 8, compared with the times measured
   * there.
   */
  private static void assertOneNodePredictsTheOthers(JsonNode performance) {
    JsonNode prediction = performance.path("prediction");
    assertThat(prediction.path("refused").isNull()).as(prediction.toString()).isTrue();
    List<JsonNode> checks =
        StreamSupport.stream(prediction.path("checks").spliterator(), false)
            .filter(check -> check.path("from").asInt() == 1)
            .toList();
    System.out.println("nodes  predicted from 1 node   measured    error");
    for (JsonNode check : checks) {
      System.out.printf(
          "%5d  %8.3f to %8.3f s  %7.3f s  %+5.1f %%%n",
          check.path("nodes").asInt(),
          check.path("low_sec").asDouble(),
          check.path("high_sec").asDouble(),
          check.path("measured_sec").asDouble(),
          100 * check.path("error").asDouble());
    }
    assertThat(checks).extracting(check -> check.path("nodes").asInt()).containsExactly(2, 4, 8);
    assertThat(checks)
        .allSatisfy(check -> assertThat(check.path("error").asDouble()).isCloseTo(0, within(0.05)));
  }

  /** How much the reported time differs between benchmarks of the same work. */
  @Test
  void theSameBenchmarkTenTimes() throws Exception {
    List<Double> times = new ArrayList<>();
    try (TestCluster cluster = LocalTestCluster.optimizing(clusterFolder)) {
      cluster.startOperator();
      for (int i = 1; i <= 10; i++) {
        try (Scenario scenario = new Scenario(cluster, "same-" + i)) {
          scenario.putDataset(400_000);
          scenario.create(real(scenario, 8, 5, ""));
          times.add(times(scenario.awaitEnd()).get(0));
        }
      }
    }
    double mean = times.stream().mapToDouble(t -> t).average().orElseThrow();
    double variance =
        times.stream().mapToDouble(t -> (t - mean) * (t - mean)).sum() / (times.size() - 1);
    System.out.printf(
        "%nThe same benchmark ten times: %.3f s on average, from %.3f to %.3f s; coefficient of variation %.1f %%%n",
        mean,
        times.stream().mapToDouble(t -> t).min().orElseThrow(),
        times.stream().mapToDouble(t -> t).max().orElseThrow(),
        100 * Math.sqrt(variance) / mean);
    assertThat(times).hasSize(10);
  }

  /**
   * Spark's event log has the times of each job by another clock. It begins with the first job;
   * that Spark plans before it (some 0.16 s) is why the dataset is not small.
   */
  @Test
  void theEventLogTellsTheSameTimes() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    List<Double> samples;
    try (TestCluster cluster = LocalTestCluster.optimizing(clusterFolder);
        Scenario scenario = new Scenario(cluster, "clock")) {
      scenario.putDataset(4_000_000);
      cluster.startOperator();
      scenario.create(
          real(
              scenario,
              3,
              5,
              "sparkConf: {spark.eventLog.enabled: 'true', spark.eventLog.dir: '%s'}"
                  .formatted(events.toUri())));
      assertThat(scenario.awaitEnd().phase()).isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      samples =
          doubles(
              ExpectedOutputs.parse(cluster.get(scenario.result("1_nodes.json")))
                  .at("/timing/samples_sec"));
    }
    // Warm-ups are recorded too, and come first.
    List<Double> all = EventLog.read(events).iterationSeconds();
    List<Double> logged = all.subList(all.size() - samples.size(), all.size());

    System.out.println("\niteration  measured  event log   difference");
    assertThat(logged).hasSameSizeAs(samples);
    for (int i = 0; i < samples.size(); i++) {
      System.out.printf(
          "%9d  %6.3f s  %7.3f s  %+8.2f %%%n",
          i + 1, samples.get(i), logged.get(i), 100 * (samples.get(i) / logged.get(i) - 1));
      assertThat(samples.get(i)).isCloseTo(logged.get(i), withPercentage(2));
    }
  }

  private JsonNode measureSynthetic(
      String name, List<Integer> nodeList, int trials, double serial, double parallel, int heaviest)
      throws Exception {
    try (TestCluster cluster =
            new LocalTestCluster(
                clusterFolder,
                Map.of("SPARKBENCH_CLASSPATH_FILE", classPathWithSyntheticLoad().toString()));
        Scenario scenario = new Scenario(cluster, name)) {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      new SalesDataset(1_000).write(data);
      for (int i = 0; i < FILES; i++) {
        cluster.put(
            new S3Uri(cluster.bucket(), "%s/data/part-%d.csv".formatted(name, i)),
            data.toByteArray());
      }
      cluster.startOperator();
      scenario.create(
          """
          s3Path: %s/data/
          jobConfig: {type: descriptive, tasks: [row_count]}
          nodeList: %s
          dataset: {format: csv, schema: "%s"}
          measurement: {warmups: %d, maxWarmupSeconds: 0, iterations: 1, trials: %d}
          driver: {memory: 512Mi}
          executor: {memory: 512Mi}
          sparkConf:
            spark.sql.extensions: dev.sparkbench.runner.validity.SyntheticLoad
            spark.synthetic.warmups: "%d"
            spark.synthetic.serial: "%.0f"
            spark.synthetic.parallel: "%.0f"
            spark.synthetic.heaviest: "%d"
          """
              .formatted(
                  name,
                  nodeList,
                  SalesDataset.SCHEMA,
                  WARMUPS,
                  trials,
                  WARMUPS,
                  serial * 1e3,
                  parallel * 1e3,
                  heaviest));
      assertThat(scenario.awaitEnd(LONG).phase())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      Files.write(
          Files.createDirectories(REPORTS).resolve(name + ".html"),
          cluster.get(scenario.result("report.html")));
      return ExpectedOutputs.parse(cluster.get(scenario.result("performance.json")));
    }
  }

  /** The runner's class path, and the classes of its tests that slow Spark down. */
  private Path classPathWithSyntheticLoad() throws IOException {
    Path classes = ROOT.resolve("job-runner/target/test-classes");
    String packageFolder = "dev/sparkbench/runner/validity";
    Path copy = Files.createDirectories(folder.resolve("classes").resolve(packageFolder));
    try (Stream<Path> files = Files.list(classes.resolve(packageFolder))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    String original =
        Files.readString(ROOT.resolve("job-runner/target/image/classpath"))
            .strip()
            .replace("\"", "");
    return Files.writeString(
        folder.resolve("classpath"), "\"" + original + ":" + folder.resolve("classes") + "\"");
  }

  private static String real(Scenario scenario, int warmups, int iterations, String more) {
    return """
        s3Path: %s
        jobConfig: {type: descriptive, tasks: [profile]}
        nodeList: [1]
        dataset: {schema: "%s"}
        measurement: {warmups: %d, maxWarmupSeconds: 0, iterations: %d, trials: 1}
        driver: {memory: 512Mi}
        executor: {memory: 512Mi}
        %s
        """
        .formatted(scenario.dataset().key(), SalesDataset.SCHEMA, warmups, iterations, more);
  }

  private static List<Double> times(SparkBenchmarkJobStatus status) {
    return status.performanceMetrics().stream().map(metric -> metric.timeSec()).toList();
  }

  private static List<Double> doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
  }
}
