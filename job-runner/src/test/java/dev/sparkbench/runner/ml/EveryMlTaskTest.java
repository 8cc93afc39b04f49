// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.runner.fixture.MlJob;
import dev.sparkbench.runner.fixture.UnreadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator, the report and those who use a saved model rely on, for every task. */
class EveryMlTaskTest {

  private static final Path TESTS =
      Path.of(
          System.getProperty("sparkbench.root"),
          "job-runner/src/test/java/dev/sparkbench/runner/ml/tasks");

  private static final Map<String, MlJob.Run> WITH_DEFAULTS = new HashMap<>();

  static List<String> tasks() {
    return TaskCatalogue.names(JobType.ML);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void declaresWhetherItNeedsALabel(String task) {
    Throwable failure = catchThrowable(() -> job(task).work(task));

    assertThat(declaration(task).needsLabel())
        .as(
            "needsLabel of %s in MlTasks; expected is whether it fails without dataset.label: %s",
            task, failure)
        .isEqualTo(failure != null && failure.getMessage().contains("dataset.label"));
  }

  /** What is correct is up to the task's own test. */
  @ParameterizedTest
  @MethodSource("tasks")
  void hasRowsToCompareAndAModelIfItCanSaveOne(String task) {
    JsonNode output = withDefaults(task).output();

    assertThat(output.at("/rows/read"))
        .as(
            "rows.read in the output of %s, which is compared if splits differ: put RowSelection.facts(…) into the facts that its recipe prepares",
            task)
        .hasToString("300");
    assertThat(output.has("metrics"))
        .as(
            "whether %s trains a Trained.Model; expected is whether MlTasks has its saveModel",
            task)
        .isEqualTo(
            declaration(task).parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("saveModel")));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void readsAllItsParameters(String task) {
    assertThat(
            UnreadParameters.of(
                JobType.ML,
                task,
                values -> (values.isEmpty() ? withDefaults(task) : run(task, values)).unread()))
        .as(
            "parameters that MlTasks declares for %s and that it never reads, with any of its flags and choices: read them, or declare them no more",
            task)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void hasATestOfItsOwn(String task) throws IOException {
    try (Stream<Path> tests = Files.list(TESTS)) {
      assertThat(tests)
          .as("write a test of %s into %s, with an independent computation", task, TESTS)
          .anySatisfy(test -> assertThat(test).content().contains("\"" + task + "\""));
    }
  }

  /** Computed once for all tests, because it takes most of their time. */
  private static MlJob.Run withDefaults(String task) {
    return WITH_DEFAULTS.computeIfAbsent(task, name -> run(name, Map.of()));
  }

  private static MlJob.Run run(String task, Map<String, String> parameters) {
    MlJob job = job(task).label("chosen").features("size", "item");
    parameters.forEach(job::with);
    return job.run(task);
  }

  private static TaskDeclaration declaration(String task) {
    return TaskCatalogue.get(JobType.ML, task);
  }

  /** With little work. Parameters that a task does not have are ignored. */
  private static MlJob job(String task) {
    MlJob job = MlJob.of(Purchases.data().selectExpr("*", "cast(yes AS int) AS chosen"));
    for (String parameter : List.of("maxIter", "maxDepth", "numTrees", "k")) {
      job.with(task + "." + parameter, 2);
    }
    return job.with("fpgrowth.items", "words").with("lda.text", "words");
  }
}
