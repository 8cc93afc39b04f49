// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.scaling.Change.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

  private static final Map<String, String> CONFIGURATION =
      Map.of("data.identity", "sha256:1", "executors.cores", "1", "image", "runner:1");

  @Test
  void comparesWhatBothMeasured() {
    History history =
        compare(earlier(30, "[4, 4.02, 3.98]", 3), List.of(run(1, 5, 5.02, 4.98), run(8, 1, 1, 1)));
    assertThat(history.completedAt()).isEqualTo("2026-01-30T00:00:00Z");
    assertThat(history.comparison().orElseThrow().changes()).containsOnlyKeys(1);
    assertThat(history.comparison().orElseThrow().changes().get(1).verdict())
        .isEqualTo(Verdict.REGRESSION);
    Regression regression = Regressions.of(Optional.of(history));
    assertThat(regression.slower()).isTrue();
    assertThat(regression.reason()).isEqualTo("Slower");
    assertThat(regression.message())
        .matches(
            "slower than the benchmark of 2026-01-30T00:00:00Z: 1 node by 25.\\d % [(]2\\d.\\d to 2\\d.\\d[)]");
  }

  @Test
  void whatIsNoSlowerSaysSo() {
    Regression regression =
        regression(earlier(30, "[4, 4.02, 3.98]", 3), List.of(run(1, 4.01, 4.02, 4)));
    assertThat(regression)
        .isEqualTo(
            new Regression(
                false,
                "NotSlower",
                "1 node: not slower than in the benchmark of 2026-01-30T00:00:00Z by 20 % or more"));
  }

  /** With an 80 % slowdown. */
  @Test
  void oneTrialOnlyIsUnknown() {
    Regression regression =
        regression(
            earlier(30, "[4, 4, 4]", 1),
            List.of(new RunResult(1, List.of(7.2, 7.2, 7.2), 1, 1, 0, 0, null, null)));
    assertThat(regression.slower()).isNull();
    assertThat(regression.reason()).isEqualTo("TooFewTrials");
    assertThat(regression.message())
        .isEqualTo(
            "compared with the benchmark of 2026-01-30T00:00:00Z, a slowdown of 20 % or more is possible with 1 node: one trial does not say how much times differ by chance; set measurement.trials to 3 or more");
  }

  @Test
  void trialsThatDifferMuchAreTooFew() {
    Regression regression = regression(earlier(30, "[4, 5, 4.5]", 3), List.of(run(1, 4.5, 5, 4.1)));
    assertThat(regression.slower()).isNull();
    assertThat(regression.message()).contains("trials differ by 10 % by chance; ");
  }

  @ParameterizedTest
  @CsvSource({
    "data.identity, sha256:2, OtherData, 'data.identity was sha256:1, and is sha256:2 now'",
    "executors.cores, 4, OtherExecutors, 'executors.cores was 1, and is 4 now'",
    "driver.cores, 2, OtherConfiguration, 'driver.cores was not set, and is 2 now'",
    "work.arguments, y, OtherWork, 'work.arguments was not set, and is y now'",
  })
  void doesNotCompareWhatIsNotTheSame(String name, String value, String reason, String message) {
    Map<String, String> other = new java.util.TreeMap<>(CONFIGURATION);
    other.put(name, value);
    History history =
        History.compare(List.of(earlier(30, "[4, 4, 4]", 3)), List.of(run(1, 4, 4, 4)), other)
            .orElseThrow();
    assertThat(history.incomparable()).contains(new Incomparable(reason, message));
    assertThat(history.comparison()).isEmpty();
    Regression regression = Regressions.of(Optional.of(history));
    assertThat(regression.slower()).isNull();
    assertThat(regression.reason()).isEqualTo(reason);
  }

  /** A pipeline asks whether another image is slower. */
  @Test
  void judgesAnotherImageAndSaysThatItIsAnother() {
    Map<String, String> other = new java.util.TreeMap<>(CONFIGURATION);
    other.put("image", "runner:2");
    other.put("spark_conf.spark.x", "y");
    History history =
        History.compare(List.of(earlier(30, "[4, 4, 4]", 3)), List.of(run(1, 8, 8.1, 7.9)), other)
            .orElseThrow();
    assertThat(history.incomparable()).isEmpty();
    Regression regression = Regressions.of(Optional.of(history));
    assertThat(regression.slower()).isTrue();
    assertThat(regression.message()).endsWith("; image and spark_conf.spark.x are not the same");
  }

  @Test
  void showsWhereLongValuesDiffer() {
    String same = "x".repeat(100);
    assertThat(
            Incomparable.of(
                Map.of("data.schema", same + " INT", "work.tasks", "a"),
                Map.of("data.schema", same + " LONG", "work.tasks", "b")))
        .contains(
            new Incomparable(
                "OtherData",
                "data.schema was …xxxxxxxxx INT, and is …xxxxxxxxx LONG now; one more thing differs"));
  }

  @Test
  void doesNotCompareWhatDoesNotSayOnWhatItRan() {
    assertThat(
            compare("{\"completed_at\": \"2026-01-30T00:00:00Z\", \"runs\": []}", List.of())
                .incomparable())
        .map(Incomparable::reason)
        .contains("ConfigurationUnknown");
  }

  @Test
  void nothingThatWasGivenUpIsCompared() {
    String earlier = earlier(30, "[4, 4, 4]", 3).replace("\"time_sec\": 1", "\"time_sec\": null");
    assertThat(regression(earlier, List.of(run(1, 4, 4, 4))).reason()).isEqualTo("OtherNodes");
  }

  @Test
  void documentsThatMakeNoSenseArePassedOver() {
    String odd = earlier(28, "[4, 4.02, 3.98, 5]", 3);
    assertThat(
            compare(List.of(odd, earlier(30, "[4, 4.02, 3.98]", 3)), List.of(run(1, 4, 4.01, 4.02)))
                .comparison()
                .orElseThrow()
                .regressed())
        .contains(false);
  }

  /** Days that differ by 40 % make 30 % no news. */
  @Test
  void theSpreadOfEarlierBenchmarksCounts() {
    List<RunResult> now = List.of(run(1, 5.2, 5.21, 5.19));
    List<String> days =
        List.of(
            earlier(25, "[4, 4.01, 3.99]", 3),
            earlier(26, "[5.6, 5.61, 5.59]", 3),
            earlier(27, "[3.2, 3.21, 3.19]", 3),
            "not JSON",
            earlier(30, "[4, 4.01, 3.99]", 3));
    assertThat(compare(days.subList(4, 5), now).comparison().orElseThrow().regressed())
        .contains(true);
    assertThat(compare(days, now).comparison().orElseThrow().regressed()).isEmpty();
    Regression regression = Regressions.of(Optional.of(compare(days, now)));
    assertThat(regression.reason()).isEqualTo("ClusterVaries");
    assertThat(regression.message()).endsWith("benchmarks of it differ that much from day to day");
  }

  @Test
  void theFirstBenchmarkSaysSo() {
    assertThat(History.compare(List.of("not JSON", "{}", ""), List.of(), CONFIGURATION)).isEmpty();
    assertThat(Regressions.of(Optional.empty()).reason()).isEqualTo("FirstBenchmark");
    assertThat(Regressions.of(Optional.of(History.unknown("earlier results cannot be read"))))
        .isEqualTo(
            new Regression(
                null,
                "HistoryUnknown",
                "cannot be compared with the last benchmark: earlier results cannot be read"));
  }

  private static Regression regression(String earlier, List<RunResult> now) {
    return Regressions.of(Optional.of(compare(earlier, now)));
  }

  private static History compare(String earlier, List<RunResult> now) {
    return compare(Collections.singletonList(earlier), now);
  }

  private static History compare(List<String> earlier, List<RunResult> now) {
    return History.compare(earlier, now, CONFIGURATION).orElseThrow();
  }

  private static String earlier(int day, String samples, int trials) {
    return """
        {"completed_at": "2026-01-%dT00:00:00Z",
         "configuration": {"data.identity": "sha256:1", "executors.cores": "1", "image": "runner:1"},
         "runs": [{"nodes": 1, "time_sec": 1, "trials": %d, "samples_sec": %s},
                  {"nodes": 2, "time_sec": null, "trials": 1, "samples_sec": [1]}]}
        """
        .formatted(day, trials, samples);
  }

  /** Of three trials, one iteration each. */
  private static RunResult run(int nodes, double a, double b, double c) {
    return new RunResult(nodes, List.of(a, b, c), 3, 3, 0, 0, null, null);
  }
}
