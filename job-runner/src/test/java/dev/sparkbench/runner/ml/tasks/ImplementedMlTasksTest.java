// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.ml.MlTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImplementedMlTasksTest {

  @Test
  void areThoseOfTheCatalogue() {
    assertThat(ImplementedMlTasks.names())
        .as(
            "tasks in ImplementedMlTasks; expected are those in MlTasks of operator/api: list in both, in the same order")
        .isEqualTo(TaskCatalogue.names(JobType.ML));
  }

  @Test
  void areAllThatAreWritten() {
    List<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(ImplementedMlTasks.class)
                .stream()
                .filter(type -> type.isAssignableTo(MlTask.class))
                .filter(type -> !type.isInterface())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .toList();
    assertThat(
            ImplementedMlTasks.select(workload(ImplementedMlTasks.names().toArray(String[]::new))))
        .extracting(task -> task.getClass().getSimpleName())
        .as(
            "classes of the tasks in ImplementedMlTasks; expected are all that are written: list the others, too")
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void areSelectedInTheOrderOfTheRequest() {
    assertThat(ImplementedMlTasks.select(workload("pca", "kmeans", "pca")))
        .extracting(MlTask::name)
        .containsExactly("pca", "kmeans");
  }

  @Test
  void refuseAnUnknownName() {
    assertThatThrownBy(() -> ImplementedMlTasks.select(workload("row_count")))
        .hasMessageStartingWith(
            "jobConfig.tasks names 'row_count'; this runner image knows for type ml: kmeans, ");
  }

  private static TaskWorkload workload(String... tasks) {
    return new TaskWorkload(JobType.ML, List.of(tasks), Map.of());
  }
}
