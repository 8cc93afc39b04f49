package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Change.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final String EARLIER =
      """
      {"completed_at": "2026-01-30T00:00:00Z", "dataset_identity": "sha256:1",
       "type": "descriptive", "tasks": ["row_count"], "parameters": {},
       "runs": [{"nodes": 1, "samples_sec": [4, 4, 4, 4, 4, 4]},
                {"nodes": 2, "samples_sec": []},
                {"nodes": 4, "samples_sec": [1]}]}
      """;

  @Test
  void comparesWhatBothMeasured() {
    assertThat(History.compare(EARLIER, request("row_count"), "sha256:1"))
        .contains(
            new History(
                "2026-01-30T00:00:00Z",
                Optional.empty(),
                new TreeMap<>(Map.of(1, new Change(1.25, Verdict.REGRESSION)))));
  }

  @Test
  void comparesTheMediansOfTrialsAndNothingThatWasGivenUp() {
    String earlier =
        """
        {"completed_at": "2026-01-30T00:00:00Z", "dataset_identity": "sha256:1",
         "type": "descriptive", "tasks": ["row_count"], "parameters": {}, "trials": 3,
         "runs": [{"nodes": 1, "time_sec": 4.0, "trials": 3, "samples_sec": [4, 4, 1, 2, 9, 9]},
                  {"nodes": 2, "time_sec": null, "trials": 1, "samples_sec": [1, 1]}]}
        """;
    assertThat(History.compare(earlier, request("row_count"), "sha256:1"))
        .contains(
            new History(
                "2026-01-30T00:00:00Z",
                Optional.empty(),
                new TreeMap<>(Map.of(1, new Change(1.25, Verdict.UNKNOWN)))));
  }

  @Test
  void doesNotCompareWhatIsNotTheSame() {
    assertThat(History.compare(EARLIER, request("row_count"), "sha256:2"))
        .contains(
            new History(
                "2026-01-30T00:00:00Z", Optional.of("the dataset is another"), new TreeMap<>()));
    assertThat(History.compare(EARLIER, request("sum"), "sha256:1"))
        .contains(
            new History(
                "2026-01-30T00:00:00Z",
                Optional.of("the tasks or their parameters are others"),
                new TreeMap<>()));
  }

  @Test
  void knowsNothingFromSomethingElse() {
    assertThat(History.compare("not JSON", request("row_count"), "sha256:1")).isEmpty();
    assertThat(History.compare("{}", request("row_count"), "sha256:1")).isEmpty();
    assertThat(History.compare("", request("row_count"), "sha256:1")).isEmpty();
  }

  private static ReportRequest request(String task) {
    return new ReportRequest(
        Contract.VERSION,
        "job",
        "s3://bucket/data.csv",
        new Workload(JobType.DESCRIPTIVE, List.of(task), Map.of()),
        null,
        "s3://bucket/result/job/output/",
        null,
        List.of(
            new RunResult(1, List.of(5.0, 5.0, 5.0, 5.0, 5.0, 5.0), 1, 1, 0, 0, null, null),
            new RunResult(2, List.of(1.0), 1, 1, 0, 0, null, null),
            new RunResult(8, List.of(1.0), 1, 1, 0, 0, null, null)),
        null,
        null);
  }
}
