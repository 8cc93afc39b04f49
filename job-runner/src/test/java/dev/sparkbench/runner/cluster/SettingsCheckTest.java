// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

  @ParameterizedTest
  @CsvSource({
    "spark.sql.files.maxPartitionBytes, ten megabytes",
    "spark.sql.adaptive.enabled, perhaps",
    "spark.memory.fraction, much",
    "spark.network.timeout, 5 parsecs"
  })
  void aValueThatSparkCannotReadIsAPermanentFailureThatNamesTheProperty(String name, String value) {
    RunFailure failure =
        catchThrowableOfType(
            RunFailure.class,
            () -> SettingsCheck.require(Map.of("spark.logConf", "true", name, value)));
    assertThat(failure.failure().reason()).isEqualTo(FailureReason.INVALID_CONFIGURATION);
    assertThat(failure.failure().reason().isTransient()).isFalse();
    assertThat(failure.failure().message())
        .startsWith("sparkConf '%s' has a value that Spark cannot use: ".formatted(name));
  }

  @Test
  void valuesThatReferToOtherPropertiesAndUnknownNamesAreNotChecked() {
    assertThatCode(
            () ->
                SettingsCheck.require(
                    Map.of(
                        "spark.sql.files.maxPartitionBytes", "${spark.mine}",
                        "spark.mine", "ten megabytes")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.sql.shufle.partitions, spark.sql.shuffle.partitions",
    "spark.sql.adaptive.enable, spark.sql.adaptive.enabled",
    "spark.Memory.fraction, spark.memory.fraction",
    "spark.serialiser, spark.serializer",
    "spark.network.timeouts, spark.network.timeout"
  })
  void aMisspeltNameIsARemarkWithTheNearestName(String misspelt, String meant) {
    assertThat(
            SettingsCheck.remarks(Map.of(misspelt, "1", "spark.memory.fraction", "0.5"), Set.of()))
        .containsExactly(
            "Spark does not know the property %s of sparkConf; the nearest name is %s"
                .formatted(misspelt, meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.shuffle.partitions",
        "spark.hadoop.fs.s3a.retry.limits",
        "spark.rapids.sql.enabled",
        "spark.shuffle.io.maxRetries",
        "spark.executor.extraJavaOptions"
      })
  void namesOfSparkOfHadoopAndOfPluginsAreNoRemarks(String name) {
    assertThat(SettingsCheck.remarks(Map.of(name, "1"), Set.of())).isEmpty();
  }

  /** The first is pinned, and the operator sets the others or refuses them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.shufle.partitions",
        "spark.driver.memry",
        "spark.speculation.quantil",
        "spark.dynamicAllocation.enable"
      })
  void aPropertyThatAManifestMayNotSetIsNotProposed(String misspelt) {
    assertThat(SettingsCheck.remarks(Map.of(misspelt, "1"), Set.of("spark.sql.shuffle.partitions")))
        .containsExactly("Spark does not know the property %s of sparkConf".formatted(misspelt));
  }
}
