// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.Measurement;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemarksTest {

  private static final String QUIET = document("1.0", "true", "");

  @Test
  void ofAGoodBenchmarkThereAreNone() {
    assertThat(remarks(QUIET, QUIET, 0.01)).isEmpty();
  }

  @Test
  void fallingTimesAreAWarning() {
    assertThat(remarks(QUIET, document("1.0", "false", ""), 0.01))
        .contains(
            Remark.warning(
                "passes still got faster when they were measured with 2 nodes, so that these times are too long: set measurement.maxWarmupSeconds higher"));
    assertThat(remarks(QUIET, document("1.0", "null", ""), 0.01)).isEmpty();
  }

  @Test
  void coldJvmsAreNamedWhereNothingWarmedThemUp() {
    String none = QUIET.replace("\"warm\"", "\"warmups_sec\": [], \"warm\"");
    assertThat(remarks(QUIET, none, 0.01))
        .containsExactly(
            Remark.note(
                "there were no warm-ups with 2 nodes, so JVMs were cold: the times include loading and compiling code"));
    assertThat(remarks(QUIET, none.replace("[]", "[2.5]"), 0.01)).isEmpty();
  }

  @Test
  void scatteredTimesAreAWarning() {
    assertThat(remarks(QUIET, QUIET, 0.2))
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.warning()).isTrue();
              assertThat(remark.text()).matches("times differ by 2\\d % from trial to trial.*");
            });
  }

  @Test
  void runsThatAreConfiguredOtherwiseAreAWarning() {
    assertThat(remarks(QUIET, document("1.0", "true", "\"image\": \"runner:2\", "), 0.01))
        .contains(
            Remark.warning(
                "runs with 2 nodes were configured otherwise than the first one: image was not set, and is runner:2 now"));
  }

  @Test
  void whatTheDatasetsObjectsDifferInIsAWarning() {
    String told = footers("column 'b' is missing in a.parquet", "columns are in another order");

    assertThat(remarks(told, told, 0.01))
        .containsExactly(
            Remark.warning("column 'b' is missing in a.parquet"),
            Remark.warning("columns are in another order"));
    // All runs read the same; what the shown one says is enough.
    assertThat(remarks(told, QUIET, 0.01)).isEmpty();
    assertThat(remarks(QUIET, told, 0.01)).hasSize(2);
  }

  @Test
  void ofManyDifferencesTheFirstAreTold() {
    String many = footers("one", "two", "three", "four", "five", "six");

    assertThat(remarks(many, many, 0.01))
        .extracting(Remark::text)
        .containsExactly(
            "one", "two", "three", "four", "five", "the runs' documents have 1 more of these");
  }

  private static String footers(String... remarks) {
    return QUIET.replace(
        "\"job_id\"",
        "\"dataset\": {\"footers\": {\"remarks\": [\"%s\"]}}, \"job_id\""
            .formatted(String.join("\", \"", remarks)));
  }

  @Test
  void otherCpuTimeOfTheSameWorkIsAnExplanation() {
    assertThat(remarks(QUIET, document("1.2", "true", ""), 0.01))
        .contains(
            Remark.note(
                "the same work took other CPU time than with 1 node (2 nodes +20 %): cores are shared or differ, or JVMs are not as warm"));
    assertThat(remarks(QUIET, document("1.02", "true", ""), 0.01)).isEmpty();
    String perNodeCount =
        QUIET.replace("\"job_id\"", "\"partitions\": \"PerNodeCount\", \"job_id\"");
    assertThat(remarks(perNodeCount, document("1.2", "true", ""), 0.01))
        .noneMatch(remark -> remark.text().startsWith("the same work"));
  }

  /** Two nodes take 0.7 of the time of one, so that they are 71 % efficient. */
  @Test
  void aCauseOfLostEfficiencyIsNamedOnlyWhereALossIsShown() {
    String skewed = QUIET.replace("{\"cpu\": 1.0}", "{\"cpu\": 1.0, \"skew\": 0.5}");
    String cause = "2 nodes lose most efficiency to skew between tasks";

    assertThat(remarks(QUIET, skewed, 0.01, 0.7)).contains(Remark.note(cause));
    assertThat(remarks(QUIET, skewed, 0.2, 0.7))
        .isNotEmpty()
        .noneMatch(remark -> remark.text().contains("lose most"));
  }

  private static List<Remark> remarks(String one, String two, double spread) {
    return remarks(one, two, spread, 0.5);
  }

  private static List<Remark> remarks(String one, String two, double spread, double time) {
    List<Double> ofOne = List.of(1.0, Math.exp(spread), Math.exp(-spread));
    List<Double> ofTwo = List.of(time, time * Math.exp(-spread), time * Math.exp(spread));
    ReportRequest request =
        ReportRequestBuilder.builder()
            .version(Contract.VERSION)
            .jobId("job")
            .dataset("s3://bucket/data.csv")
            .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
            .storage(null)
            .outputPrefix("s3://bucket/result/job/output/")
            .measurement(new Measurement(3, "Ascending", null))
            .runs(
                List.of(
                    new RunResult(1, ofOne, 3, 3, 0, 0, null, null),
                    new RunResult(2, ofTwo, 3, 3, 0, 0, null, null)))
            .goal(null)
            .cost(null)
            .variants(List.of())
            .comparison(null)
            .build();
    RunDocuments documents =
        RunDocuments.read(
            request,
            uri -> {
              boolean first = uri.key().contains("1_nodes");
              int trial = uri.key().contains("trial_2") ? 1 : uri.key().contains("trial_3") ? 2 : 0;
              return (first ? one : two)
                  .replace("SAMPLE", String.valueOf((first ? ofOne : ofTwo).get(trial)));
            });
    ScalingTable table =
        ScalingTable.of(Map.of(1, new Samples(ofOne, 3), 2, new Samples(ofTwo, 3)));
    return Remarks.of(ReportFacts.of(request, table, documents, Optional.empty()), table);
  }

  private static String document(String cpu, String warm, String configuration) {
    return """
        {"job_id": "job", "timing": {"samples_sec": [SAMPLE], "warm": %s},
         "metrics": {"slot_sec": {"cpu": 1.0},
                     "iterations": [{"counted": true, "sec": 1, "metrics": {"executor_cpu_sec": %s}}]},
         "configuration": {%s"executors.cores": "1"}, "outputs": {}}
        """
        .formatted(warm, cpu, configuration);
  }
}
