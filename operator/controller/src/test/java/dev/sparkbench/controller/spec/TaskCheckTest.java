// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.Manifests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCheckTest {

  private static final List<String> DESCRIPTIVE = TaskCatalogue.names(JobType.DESCRIPTIVE);

  private static final List<String> ML = TaskCatalogue.names(JobType.ML);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobConfig: {type: ml, tasks: [kmeans, pca]}",
        "jobConfig: {type: ml, tasks: [kmeans], parameters: {kmeans.k: '3', kmeans.nulls: mean}}, dataset: {label: y}",
        "jobConfig: {type: ml, tasks: [decision_tree]}, dataset: {label: y, features: [a, b], columns: [a, b, y]}",
        "jobConfig: {type: ml, tasks: [als], parameters: {als.user: who}}, dataset: {columns: [who, item, rating]}",
        "jobConfig: {type: ml, tasks: [fpgrowth]}, dataset: {columns: [items]}",
        "jobConfig: {type: descriptive, tasks: [profile], parameters: {profile.histogram.bins: '9'}}"
      })
  void takesWhatTheCatalogueHas(String spec) {
    assertThat(problems(spec)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void namesFieldValueAndRemedy(String spec, String expected) {
    assertThat(problems(spec)).containsExactly(expected);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_cuont]}",
            "spec.jobConfig.tasks: 'row_cuont' is not a task of type descriptive; known are "
                + DESCRIPTIVE),
        arguments(
            "jobConfig: {type: ml, tasks: [row_count]}",
            "spec.jobConfig.tasks: 'row_count' is not a task of type ml; known are " + ML),
        arguments(
            "jobConfig: {type: ml, tasks: []}",
            "spec.jobConfig.tasks: is missing; give one or more of " + ML),
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_count, row_count]}",
            "spec.jobConfig.tasks: 'row_count' is there twice; tasks must be unique"),
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_count], parameters: {row_count.k: '1'}}",
            "spec.jobConfig.parameters.row_count.k: is unknown; row_count has no parameters"),
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_count], parameters: {k: '1'}}",
            "spec.jobConfig.parameters.k: names no task of this benchmark; the form is <task>.<parameter>, tasks are [row_count]"),
        arguments(
            "jobConfig: {type: ml, tasks: [kmeans], parameters: {pca.k: '2'}}",
            "spec.jobConfig.parameters.pca.k: names no task of this benchmark; the form is <task>.<parameter>, tasks are [kmeans]"),
        arguments(
            "jobConfig: {type: ml, tasks: [correlation], parameters: {correlation.maxColumns: '4'}}",
            "spec.jobConfig.parameters.correlation.maxColumns: is unknown; parameters of correlation are [method, nulls]"),
        arguments(
            "jobConfig: {type: ml, tasks: [kmeans], parameters: {kmeans.k: '1'}}",
            "spec.jobConfig.parameters.kmeans.k: '1' must be a whole number from 2 to 1000"),
        arguments(
            "jobConfig: {type: ml, tasks: [kmeans], parameters: {kmeans.nulls: drop}}",
            "spec.jobConfig.parameters.kmeans.nulls: 'drop' must be one of skip, mean, fail"),
        arguments(
            "jobConfig: {type: ml, tasks: [pca, decision_tree, linear_svc]}",
            "spec.dataset.label: is missing; name the column that [decision_tree, linear_svc] predict"),
        arguments(
            "jobConfig: {type: ml, tasks: [decision_tree]}, dataset: {label: y, features: [a, y]}",
            "spec.dataset.features: 'y' is the label, which tasks are to predict; leave it out"),
        arguments(
            "jobConfig: {type: ml, tasks: [kmeans]}, dataset: {features: [a, b, a, a]}",
            "spec.dataset.features: 'a' is there twice; features must be unique"),
        arguments(
            "jobConfig: {type: ml, tasks: [decision_tree]}, dataset: {label: y, columns: [a, b]}",
            "spec.dataset.label: 'y' is not among spec.dataset.columns; add it there"),
        arguments(
            "jobConfig: {type: ml, tasks: [kmeans]}, dataset: {features: [c], columns: [a, b]}",
            "spec.dataset.features: 'c' is not among spec.dataset.columns; add it there"),
        arguments(
            "jobConfig: {type: ml, tasks: [lda]}, dataset: {columns: [a, b]}",
            "spec.jobConfig.parameters.lda.text: 'text' is not among spec.dataset.columns; add it there"),
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_count]}, dataset: {label: y}",
            "spec.dataset.label: is only for tasks of type ml; remove it"),
        arguments(
            "jobConfig: {type: descriptive, tasks: [row_count]}, dataset: {features: [a]}",
            "spec.dataset.features: is only for tasks of type ml; remove it"));
  }

  @Test
  void namesAllMistakesAtOnce() {
    assertThat(
            problems(
                "jobConfig: {type: ml, tasks: [decision_tree, kmaens], parameters: {decision_tree.maxDepth: '31', decision_tree.depth: '3'}}, dataset: {features: [a, a]}"))
        .containsExactly(
            "spec.jobConfig.tasks: 'kmaens' is not a task of type ml; known are " + ML,
            "spec.jobConfig.parameters.decision_tree.depth: is unknown; parameters of decision_tree are [mode, maxDepth, maxBins, nulls, maxCategories, testFraction, seed, saveModel]",
            "spec.jobConfig.parameters.decision_tree.maxDepth: '31' must be a whole number from 1 to 30",
            "spec.dataset.label: is missing; name the column that [decision_tree] predict",
            "spec.dataset.features: 'a' is there twice; features must be unique");
  }

  private static List<String> problems(String text) {
    SparkBenchmarkJobSpec spec = Manifests.manifest("spec: {%s}".formatted(text)).getSpec();
    return TaskCheck.of(spec.jobConfig(), spec.dataset()).stream()
        .map(Violation::toString)
        .toList();
  }
}
