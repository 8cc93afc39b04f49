// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskReferenceTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("sparkbench.root"), "job-runner", "TASKS.md");

  @Test
  void theCommittedDocumentIsTheGeneratedOne() throws IOException {
    if (System.getProperty("updateTasks") != null) {
      Files.writeString(COMMITTED, TaskReference.markdown());
    }
    assertThat(COMMITTED)
        .as("run `mvn -pl operator/api test -DupdateTasks` and commit the result")
        .hasContent(TaskReference.markdown());
  }

  @Test
  void everySummaryIsASentenceThatFitsIntoATable() {
    assertThat(Arrays.stream(JobType.values()).flatMap(TaskReferenceTest::summaries))
        .allMatch(summary -> summary.matches("[A-Z0-9][^|\n]+[.]"));
  }

  private static Stream<String> summaries(JobType type) {
    return TaskCatalogue.all(type).stream()
        .flatMap(
            task ->
                Stream.concat(
                    Stream.of(task.summary()),
                    task.parameters().stream().map(ParameterDeclaration::summary)));
  }
}
