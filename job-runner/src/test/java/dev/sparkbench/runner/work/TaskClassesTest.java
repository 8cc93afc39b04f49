// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

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
import dev.sparkbench.runner.descriptive.DescriptiveTask;
import dev.sparkbench.runner.descriptive.ImplementedTasks;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.tasks.ImplementedMlTasks;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskClassesTest {

  static Stream<Arguments> declared() {
    return Stream.of(JobType.DESCRIPTIVE, JobType.ML)
        .flatMap(type -> TaskCatalogue.names(type).stream().map(task -> Arguments.of(type, task)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("declared")
  void areThereForEachDeclaredTask(JobType type, String task) {
    assertThat(select(type, task)).extracting(SelectedTask::name).containsExactly(task);
  }

  @ParameterizedTest
  @EnumSource(names = {"DESCRIPTIVE", "ML"})
  void belongToDeclaredTasks(JobType type) {
    List<String> undeclared =
        new ArrayList<>(written(type == JobType.ML ? MlTask.class : DescriptiveTask.class));
    undeclared.removeAll(TaskCatalogue.names(type).stream().map(TaskClasses::simpleName).toList());
    assertThat(undeclared)
        .as(
            "classes of %s tasks that are not declared: declare each in %s of operator/api with the name of its class, such as null_percentage for NullPercentageTask",
            type, type == JobType.ML ? "MlTasks" : "DescriptiveTasks")
        .isEmpty();
  }

  @Test
  void areOnlyMissedByTheirOwnTask() {
    assertThatThrownBy(() -> tasks(Object.class).create("gaussian_mixture"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the task gaussian_mixture of type ml is declared, but its class dev.sparkbench.runner.work.GaussianMixtureTask is missing: write it");
    // This record is no task, but has such a name.
    assertThatThrownBy(() -> tasks(MlTask.class).create("selected"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the class dev.sparkbench.runner.work.SelectedTask of the task selected must implement MlTask and have a constructor without parameters");
  }

  @Test
  void areSelectedInTheOrderOfTheRequest() {
    assertThat(select(JobType.ML, "pca", "kmeans", "pca"))
        .extracting(SelectedTask::name)
        .containsExactly("pca", "kmeans");
  }

  @ParameterizedTest
  @CsvSource({
    "DESCRIPTIVE, rowcount",
    "DESCRIPTIVE, kmeans",
    "ML, row_count",
  })
  void areNotSearchedForTasksOfAnotherTypeOrOfNone(JobType type, String task) {
    assertRefused(
        type,
        "jobConfig.tasks names '%s'; this runner image knows for type %s: %s"
            .formatted(task, type, String.join(", ", TaskCatalogue.names(type))),
        TaskCatalogue.names(type).get(0),
        task);
  }

  @ParameterizedTest
  @EnumSource(names = {"DESCRIPTIVE", "ML"})
  void areRequestedByAtLeastOneName(JobType type) {
    assertRefused(type, "jobConfig needs a type and at least one task");
  }

  private static void assertRefused(JobType type, String message, String... tasks) {
    assertThatThrownBy(() -> select(type, tasks))
        .asInstanceOf(InstanceOfAssertFactories.type(RunFailure.class))
        .extracting(RunFailure::failure)
        .isEqualTo(new Failure(FailureReason.INVALID_TASK, message));
  }

  private static List<? extends SelectedTask<?>> select(JobType type, String... tasks) {
    TaskWorkload workload = new TaskWorkload(type, List.of(tasks), Map.of());
    return type == JobType.ML
        ? ImplementedMlTasks.select(workload)
        : ImplementedTasks.select(workload);
  }

  private static TaskClasses<?> tasks(Class<?> kind) {
    return new TaskClasses<>(JobType.ML, kind, MethodHandles.lookup());
  }

  /** The classes of all tasks of a kind. */
  private static List<String> written(Class<?> kind) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackagesOf(kind).stream()
            .filter(type -> type.isAssignableTo(kind))
            .filter(type -> !type.isInterface())
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::getSimpleName)
            .toList();
  }
}
