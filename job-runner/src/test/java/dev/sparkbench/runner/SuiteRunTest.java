// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.contract.Versioned;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty bucket to measured queries, with the commands that the operator calls. */
@Tag("tpch")
class SuiteRunTest {

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @TempDir Path folder;

  @Test
  void preparesTheDataAndMeasuresQueriesOverIt() throws IOException {
    RunRequest request = request(Generate.IfMissing, "q6", "q3");

    assertThat(execute("prepare", Contract.PREPARE_VARIABLE, request))
        .isEqualTo(RunnerMain.SUCCESS);
    PrepareResult prepared = answer(PrepareResult.class);
    assertThat(prepared.generated()).isTrue();
    assertThat(prepared.rows()).isEqualTo(86_805);

    assertThat(execute("run", Contract.RUN_VARIABLE, request)).isEqualTo(RunnerMain.SUCCESS);
    assertThat(answer(RunReport.class).samples()).hasSize(2);
    JsonNode document = new ObjectMapper().readTree(store.read(bucket, "result/2_nodes.json"));
    assertThat(document.path("outputs").fieldNames()).toIterable().containsExactly("q6", "q3");
    assertThat(document.at("/outputs/q6/answer").asText()).isEqualTo("equal");
    assertThat(document.at("/outputs/q6/result/rows").asInt()).isEqualTo(1);
    assertThat(document.path("remarks").toString()).contains("derived from TPC-H");
  }

  @Test
  void saysThatTheDataIsMissing() throws IOException {
    RunRequest request = request(Generate.Never);

    assertThat(execute("prepare", Contract.PREPARE_VARIABLE, request))
        .isEqualTo(RunnerMain.FAILURE);
    assertThat(answer(PrepareResult.class).failure().reason())
        .isEqualTo(FailureReason.DATASET_NOT_FOUND);

    assertThat(execute("run", Contract.RUN_VARIABLE, request)).isEqualTo(RunnerMain.FAILURE);
    assertThat(answer(RunReport.class).failure().reason())
        .isEqualTo(FailureReason.DATASET_NOT_FOUND);
  }

  @Test
  void thereIsNothingToPrepareForOtherTypes() throws IOException {
    RunRequest request = RunRequests.of("s3://%s/data.csv".formatted(bucket)).build();

    assertThat(execute("prepare", Contract.PREPARE_VARIABLE, request))
        .isEqualTo(RunnerMain.FAILURE);
    assertThat(answer(PrepareResult.class).failure().message())
        .isEqualTo("there is nothing to prepare for type descriptive");
  }

  @Test
  void preparingNeedsItsRequest() throws IOException {
    assertThat(run(Map.of(), "prepare")).isEqualTo(RunnerMain.USAGE);
    assertThat(answer(PrepareResult.class).failure().message())
        .isEqualTo("environment variable SPARKBENCH_PREPARE is missing");
  }

  private RunRequest request(Generate generate, String... queries) {
    return RunRequests.of("s3://%s/data/".formatted(bucket))
        .output("s3://%s/result/2_nodes.json".formatted(bucket))
        .version(Contract.OWN_WORK_VERSION)
        .workload(new SuiteWorkload(JobType.TPCH, "0.01", List.of(queries), generate, null))
        .build();
  }

  private int execute(String command, String variable, RunRequest request) {
    return run(Map.of(variable, Contract.write(request)), command);
  }

  private int run(Map<String, String> variables, String command) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put(Contract.TERMINATION_LOG_VARIABLE, answerFile().toString());
    return new RunnerMain(environment, new LocalSpark(), words -> {}).execute(List.of(command));
  }

  private <T extends Versioned> T answer(Class<T> type) throws IOException {
    return Contract.read(Files.readString(answerFile()), type);
  }

  private Path answerFile() {
    return folder.resolve("termination-log");
  }
}
