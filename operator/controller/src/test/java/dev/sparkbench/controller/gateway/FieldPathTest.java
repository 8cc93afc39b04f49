// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPathTest {

  @ParameterizedTest
  @CsvSource({
    "spec.jobId, job_id",
    "spec.s3Path, s3_path",
    "spec.nodeList[12], node_list[12]",
    "spec.jobConfig.tasks[0], job_config.tasks[0]",
    "spec.dataset.badRecords, dataset.bad_records",
    "spec.dataset.options.multiLine, dataset.options.multiLine",
    "spec.jobConfig.parameters.kmeans.maxIter, job_config.parameters.kmeans.maxIter"
  })
  void aPathInTheResourceIsOneInTheRequest(String resource, String request) {
    assertThat(FieldPath.ofResource(resource)).hasToString(request);
  }

  @Test
  void aKeyOfAMapIsOneStepWhateverIsInIt() {
    assertThat(FieldPath.ofResource("spec.jobConfig.parameters.kmeans.maxIter"))
        .isEqualTo(FieldPath.ofPointer("/job_config/parameters/kmeans.maxIter"));
    assertThat(FieldPath.ofPointer("/dataset/options/a~1b~0c").steps())
        .containsExactly("dataset", "options", "a/b~c");
  }

  @Test
  void pathsInATextAreTranslatedAndOtherWordsAreNot() {
    assertThat(FieldPath.translate("'y' is not among spec.dataset.columns; see specs, s3Path"))
        .isEqualTo("'y' is not among dataset.columns; see specs, s3Path");
  }
}
