// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.Measurement;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDocumentsTest {

  private final Map<String, String> store =
      new HashMap<>(
          Map.of(
              "1_nodes.json", document("[12.0]", 9, 3),
              "1_nodes_trial_2.json", document("[10.0]", 9.5, 0.5),
              "2_nodes.json", document("[6.0]", 10, 2),
              "2_nodes_trial_2.json", document("[7.0]", 12, 2)));

  @Test
  void areThoseOfAllTrialsInTheirOrder() {
    RunDocuments documents = read();
    assertThat(documents.byNodes().keySet()).containsExactly(1, 2);
    assertThat(documents.byNodes().get(1).byTrial())
        .extracting(TrialDocuments::samples)
        .containsExactly(List.of(12.0), List.of(10.0));
    assertThat(documents.missing()).isEmpty();
  }

  @Test
  void explainANodeCountOnlyAllTogether() {
    store.remove("1_nodes_trial_2.json");
    store.put("2_nodes.json", document("[6.5]", 10, 2)); // of another benchmark
    RunDocuments documents = read();
    assertThat(documents.byNodes()).isEmpty();
    assertThat(documents.missing()).containsExactly(1, 2);
  }

  /** The driver's answer may have been too short for all digits; the document has them. */
  @ParameterizedTest
  @CsvSource({
    "12.0, 12.0, true",
    "12.3457, 12.345678901, true",
    "12.35, 12.345678901, true",
    "123000, 123456.789, true",
    "12.346, 12.345678901, true",
    "12.347, 12.345678901, false",
    "12.345678901, 12.345678902, false",
    "12.0, 12.3, false",
    "6.0, 6.5, false"
  })
  void areToldFromThoseOfOtherRunsByTheirSamples(double answered, double written, boolean same) {
    store.put("1_nodes.json", document("[%s]".formatted(written), 9, 3));
    ReportRequest request =
        request(new RunResult(1, List.of(answered, 10.0), 2, 2, 0, 0, null, null));
    assertThat(read(request).byNodes().containsKey(1)).isEqualTo(same);
  }

  @Test
  void showTheTrialOfTheMedian() {
    TrialDocuments even = read().byNodes().get(1);
    assertThat(even.shownTrial()).isEqualTo(1);

    JsonNode ten = even.byTrial().get(1);
    JsonNode twelve = even.first();
    JsonNode seven = read().byNodes().get(2).byTrial().get(1);
    TrialDocuments odd = new TrialDocuments(List.of(twelve, seven, ten));
    assertThat(odd.shownTrial()).isEqualTo(3);
    assertThat(odd.shown()).isEqualTo(ten);
  }

  @Test
  void explainTheTimeOfANodeCountByAllItsTrials() {
    ScalingTable table =
        ScalingTable.of(
            Map.of(1, new Samples(List.of(12.0, 10.0), 2), 2, new Samples(List.of(6.0, 7.0), 2)));
    SortedMap<Integer, NodeCountFacts> nodeCounts =
        NodeCountFacts.of(read().byNodes(), table, OutputComparison.EXACT_STATISTICS);
    // Geometric means √120 and √42: E = √120 / (2·√42) = (R₁/R₂)·(U₂/U₁).
    double one = Math.sqrt(120);
    double two = Math.sqrt(42);
    assertThat(nodeCounts.get(1).slotTime().total()).isCloseTo(one, within(1e-12));
    assertThat(nodeCounts.get(2).slotTime().total()).isCloseTo(2 * two, within(1e-12));
    assertThat(nodeCounts.get(2).loss().efficiency()).isCloseTo(one / (2 * two), within(1e-12));
  }

  private RunDocuments read() {
    return read(
        request(
            new RunResult(1, List.of(12.0, 10.0), 2, 2, 0, 0, null, null),
            new RunResult(2, List.of(6.0, 7.0), 2, 2, 0, 0, null, null),
            new RunResult(
                4,
                List.of(3.0),
                1,
                2,
                0,
                0,
                new Failure(FailureReason.OUT_OF_MEMORY, "heap"),
                null)));
  }

  private RunDocuments read(ReportRequest request) {
    return RunDocuments.read(
        request, uri -> store.get(uri.key().substring(uri.key().lastIndexOf('/') + 1)));
  }

  private static String document(String samples, double cpu, double driver) {
    return String.format(
        Locale.ROOT,
        """
        {"job_id": "job", "timing": {"samples_sec": %s},
         "metrics": {"slot_sec": {"cpu": %s, "driver": %s}}, "outputs": {}}
        """,
        samples,
        cpu,
        driver);
  }

  private static ReportRequest request(RunResult... runs) {
    return ReportRequestBuilder.builder()
        .version(Contract.VERSION)
        .jobId("job")
        .dataset("s3://bucket/data.csv")
        .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
        .storage(null)
        .outputPrefix("s3://bucket/result/job/output/")
        .measurement(new Measurement(2, "Ascending", null))
        .runs(List.of(runs))
        .goal(null)
        .cost(null)
        .variants(List.of())
        .comparison(null)
        .build();
  }
}
