// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ImplementedTasksTest {

  @Test
  void areThoseOfTheCatalogue() {
    assertThat(ImplementedTasks.names())
        .as(
            "tasks in ImplementedTasks; expected are those in DescriptiveTasks of operator/api: list in both, in the same order")
        .isEqualTo(TaskCatalogue.names(JobType.DESCRIPTIVE));
  }

  @Test
  void areAllThatAreWritten() {
    List<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(ImplementedTasks.class)
                .stream()
                .filter(type -> type.isAssignableTo(DescriptiveTask.class))
                .filter(type -> !type.isInterface())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .toList();
    assertThat(
            ImplementedTasks.select(
                workload(JobType.DESCRIPTIVE, ImplementedTasks.names().toArray(String[]::new))))
        .extracting(selected -> selected.task().getClass().getSimpleName())
        .as(
            "classes of the tasks in ImplementedTasks; expected are all that are written: list the others, too")
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void areSelectedInTheOrderOfTheRequest() {
    assertThat(
            ImplementedTasks.select(
                workload(JobType.DESCRIPTIVE, "null_percentage", "row_count", "null_percentage")))
        .extracting(selected -> selected.task().name())
        .containsExactly("null_percentage", "row_count");
  }

  @Test
  void refuseAnUnknownName() {
    assertRefused(
        workload(JobType.DESCRIPTIVE, "row_count", "rowcount"),
        "jobConfig.tasks names 'rowcount'; this runner image knows for type descriptive: "
            + String.join(", ", TaskCatalogue.names(JobType.DESCRIPTIVE)));
  }

  @Test
  void refuseATaskOfTheOtherType() {
    assertRefused(
        workload(JobType.DESCRIPTIVE, "kmeans"),
        "jobConfig.tasks names 'kmeans'; this runner image knows for type descriptive: "
            + String.join(", ", TaskCatalogue.names(JobType.DESCRIPTIVE)));
  }

  @Test
  void refuseAnEmptyList() {
    assertRefused(workload(JobType.DESCRIPTIVE), "jobConfig needs a type and at least one task");
  }

  private static void assertRefused(TaskWorkload workload, String message) {
    assertThatThrownBy(() -> ImplementedTasks.select(workload))
        .asInstanceOf(InstanceOfAssertFactories.type(RunFailure.class))
        .extracting(RunFailure::failure)
        .isEqualTo(new Failure(FailureReason.INVALID_TASK, message));
  }

  private static TaskWorkload workload(JobType type, String... tasks) {
    return new TaskWorkload(type, List.of(tasks), Map.of());
  }
}
