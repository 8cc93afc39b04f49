// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RequestText;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RequestSizeTest {

  @Test
  void tellsTheFiguresAndWhatToShorten() {
    SparkBenchmarkJob job = withColumns(1000, 140);
    Resolution resolution = RequestSize.fitting(resolve(job), job);
    assertThat(resolution).isInstanceOf(Resolution.Invalid.class);
    assertThat(((Resolution.Invalid) resolution).violations())
        .singleElement()
        .asString()
        .matches(
            "spec.dataset.columns: makes the request of a run 1\\d{5} bytes long, although compressed, and a pod can take 131072; shorten it, or shorten what comes next: spec[.].*");
  }

  /** Exactly the requests that would not fit are refused, and the pod's actual request fits. */
  @Test
  void whatIsNotRefusedFits() {
    int columns = 1000;
    int length = 100;
    while (resolution(withColumns(columns, length + 1)) instanceof Resolution.Valid) {
      length++;
    }
    SparkBenchmarkJob largest = withColumns(columns, length);
    int sent = sent(largest);
    assertThat(sent).isLessThanOrEqualTo(RequestText.LARGEST_VARIABLE);
    // One character more in each name would not fit, because later runs get more data.
    assertThat(sent + 2 * columns + 600).isGreaterThan(RequestText.LARGEST_VARIABLE);
  }

  /** The kubelet turns two dollar signs into one before the process starts. */
  @Test
  void dollarSignsCountOnce() {
    SparkBenchmarkJob job =
        Manifests.benchmark(
            "[1]", "  dataset: {schema: \"a INT COMMENT '%s'\"}".formatted("$".repeat(65_000)));
    assertThat(resolution(job)).isInstanceOf(Resolution.Valid.class);
    SparkBenchmarkJob umlauts =
        Manifests.benchmark(
            "[1]",
            "  dataset: {schema: \"a INT COMMENT '%s'\"}"
                .formatted(Manifests.incompressible(65_000)));
    assertThat(resolution(umlauts)).isInstanceOf(Resolution.Invalid.class);
  }

  /** As many queries as TPC-DS has, of the same length; they compress well. */
  @Test
  void manyQueriesFitBecauseTheyAreCompressed() {
    SparkBenchmarkJob job = withQueries(103, 1500, new Random(1).ints(0, 40));
    String json = Contract.write(runRequest(job));
    assertThat(json.length()).isGreaterThan(150_000);
    assertThat(resolution(job)).isInstanceOf(Resolution.Valid.class);
    String sent = RequestText.of(Contract.RUN_VARIABLE, runRequest(job));
    assertThat(sent).startsWith("H4sI");
    assertThat(RequestText.json(sent)).isEqualTo(json);
  }

  @Test
  void queriesThatCannotBeCompressedBelongIntoTheStore() {
    SparkBenchmarkJob job = withQueries(128, 2000, new Random(1).ints(0, Integer.MAX_VALUE));
    Resolution resolution = resolution(job);
    assertThat(resolution).isInstanceOf(Resolution.Invalid.class);
    assertThat(((Resolution.Invalid) resolution).violations())
        .singleElement()
        .asString()
        .matches(
            "spec.jobConfig.sql.queries: makes the request of a run 1\\d{5} bytes long, although compressed, and a pod can take 131072; put texts into the store and name them by from, or shorten what comes next: spec[.].*");
  }

  /** Each of them reads columns with names from that many, written in base 36. */
  private static SparkBenchmarkJob withQueries(int count, int length, IntStream names) {
    PrimitiveIterator.OfInt name = names.iterator();
    String queries =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  StringBuilder text = new StringBuilder("SELECT a");
                  while (text.length() < length) {
                    text.append(", c").append(Integer.toString(name.nextInt(), 36));
                  }
                  return "{name: q%d, text: \"%s FROM dataset\"}".formatted(i, text);
                })
            .collect(Collectors.joining(", "));
    return Manifests.work("{type: sql, sql: {queries: [%s]}}".formatted(queries), "");
  }

  private static RunRequest runRequest(SparkBenchmarkJob job) {
    return Requests.run(
        ((Resolution.Valid) resolve(job)).benchmark(),
        null,
        null,
        CurrentPod.first(CurrentPod.Purpose.Run, null, 1, 1, "own", "2026-01-31T12:00:00Z"),
        Map.of());
  }

  /** The figure is the kernel's. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTakesExactlyThatMuch() throws Exception {
    int value = RequestText.LARGEST_VARIABLE - "A=".length() - 1;
    assertThat(starts("x".repeat(value))).isTrue();
    assertThat(starts("x".repeat(value + 1))).isFalse();
  }

  private static boolean starts(String value) throws InterruptedException {
    ProcessBuilder process = new ProcessBuilder("/bin/true");
    process.environment().put("A", value);
    try {
      return process.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int sent(SparkBenchmarkJob job) {
    Situation situation = Situation.applied(job);
    situation.takeUntil(Step.Launch.class);
    EnvVar variable =
        DriverPods.of(
                job,
                ((Resolution.Valid) resolve(job)).benchmark(),
                situation.status(),
                situation.status().current())
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream()
            .filter(it -> it.getName().equals(Contract.RUN_VARIABLE))
            .findFirst()
            .orElseThrow();
    String value = variable.getValue().replace("$$", "$");
    return (variable.getName() + "=" + value).getBytes(StandardCharsets.UTF_8).length + 1;
  }

  private static Resolution resolution(SparkBenchmarkJob job) {
    return RequestSize.fitting(resolve(job), job);
  }

  private static Resolution resolve(SparkBenchmarkJob job) {
    return new SpecResolver(Manifests.DEFAULTS).resolve(job);
  }

  /** Names that hardly get shorter by compression. */
  private static SparkBenchmarkJob withColumns(int count, int length) {
    Random random = new Random(1);
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    String columns =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    random
                        .ints(length - 1, 0, letters.length())
                        .mapToObj(letter -> letters.substring(letter, letter + 1))
                        .collect(Collectors.joining("", "c", "")))
            .collect(Collectors.joining(", "));
    return Manifests.benchmark("[1]", "  dataset: {columns: [%s]}".formatted(columns));
  }
}
