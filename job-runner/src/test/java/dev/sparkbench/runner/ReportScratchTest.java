// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.TestStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report deletes what killed runs of an application left, and nothing else. */
class ReportScratchTest {

  private static final List<String> LEFT =
      List.of(
          "user/result/job/scratch/2_nodes/1/out/part-0",
          "user/result/job/scratch/4_nodes_trial_2/3/out/_temporary/0");

  private static final List<String> OTHERS =
      List.of(
          "scratch/2_nodes/1/out",
          "user/data.csv",
          "user/result/job/output/2_nodes.json",
          "user/result/job/output/scratch/2_nodes/1/out",
          "user/result/job/scratch",
          "user/result/job/scratch.csv",
          "user/result/job/scratches/2_nodes/1/out",
          "user/result/job2/scratch/2_nodes/1/out",
          "user/scratch/2_nodes/1/out");

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  private final StandInStore store = StandInStore.start();

  @BeforeEach
  void put() {
    LEFT.forEach(key -> store.put("lake", key, "x"));
    OTHERS.forEach(key -> store.put("lake", key, "{}"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isDeletedAndNothingElse() {
    assertThat(report(application("--out", "$(scratch)/out")).succeeded()).isTrue();

    assertThat(keys()).containsAll(OTHERS).doesNotContainAnyElementsOf(LEFT);
    assertThat(deletions()).hasSameSizeAs(LEFT);
  }

  @Test
  void isNoneOfAnApplicationThatDoesNotWriteThere() {
    assertThat(report(application("--out", "$$(scratch)/out")).succeeded()).isTrue();

    assertThat(keys()).containsAll(OTHERS).containsAll(LEFT);
  }

  @Test
  void isNoneOfOtherTypes() {
    Workload tasks = new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of());

    assertThat(report(tasks).succeeded()).isTrue();

    assertThat(keys()).containsAll(OTHERS).containsAll(LEFT);
  }

  @Test
  void staysWhereItMayNotBeDeletedAndTheReportIsThere() {
    store.refuse(request -> request.method().equals("DELETE"), 403, "AccessDenied");

    ReportResult result = report(application("$(scratch)"));

    assertThat(result.succeeded()).isTrue();
    assertThat(keys()).containsAll(LEFT).contains("user/result/job/output/performance.json");
  }

  private List<String> keys() {
    return store.keys().stream().map(key -> key.replaceFirst("^lake/", "")).toList();
  }

  private List<String> deletions() {
    return store.requests().stream()
        .filter(request -> request.method().equals("DELETE"))
        .map(StandInStore.Request::path)
        .distinct()
        .toList();
  }

  private ReportResult report(Workload workload) {
    return Report.execute(
        ReportRequestBuilder.builder()
            .version(Contract.VERSION)
            .jobId("job")
            .dataset("s3://lake/user/data.csv")
            .workload(workload)
            .storage(store.storage())
            .outputPrefix("s3://lake/user/result/job/output/")
            .measurement(null)
            .runs(List.of())
            .goal(null)
            .cost(null)
            .variants(List.of())
            .comparison(null)
            .build());
  }

  private static Workload application(String... arguments) {
    return new ApplicationWorkload(
        JobType.APPLICATION, "a.B", null, null, List.of(arguments), false, null, null);
  }
}
