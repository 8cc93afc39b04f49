// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(ImplementedMlTasks.names()).isEqualTo(TaskCatalogue.names(JobType.ML));
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
