// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.RunRequests;
import java.util.List;
import java.util.Map;
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
    "spark.sql.adaptive.enable, spark.sql.adaptive.enabled",
    "spark.Memory.fraction, spark.memory.fraction",
    "spark.serialiser, spark.serializer",
    "spark.network.timeouts, spark.network.timeout",
    "spark.executor.memoryOverhed, spark.executor.memoryOverhead"
  })
  void aMisspeltNameIsARemarkWithTheNearestName(String misspelt, String meant) {
    assertThat(remarks(Map.of(misspelt, "1", "spark.memory.fraction", "0.5")))
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
    assertThat(remarks(Map.of(name, "1"))).isEmpty();
  }

  /**
   * The operator sets the properties meant, or refuses them, or an administrator would have to
   * allow them.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.shufle.partitions",
        "spark.driver.memry",
        "spark.driver.extraJavaOption",
        "spark.executor.core",
        "spark.executor.instance",
        "spark.executor.memry",
        "spark.speculation.quantil",
        "spark.dynamicAllocation.enable",
        "spark.scheduler.minRegisteredResourceRatio",
        "spark.sql.files.ignoreMissingFile",
        "spark.sql.extensons",
        "spark.plugin"
      })
  void aPropertyThatAManifestMayNotSetIsNotSuggested(String misspelt) {
    assertThat(remarks(Map.of(misspelt, "1"))).containsExactly(withoutSuggestion(misspelt));
  }

  @Test
  void whatAManifestMaySetDependsOnTheRestOfIt() {
    RunRequests request = RunRequests.of("s3://bucket/key");
    Map<String, String> partitions = Map.of("spark.sql.shufle.partitions", "1");
    assertThat(remarks(request.partitions(Partitions.PerNodeCount).sparkConf(partitions)))
        .containsExactly(
            withoutSuggestion("spark.sql.shufle.partitions")
                + "; the nearest name is spark.sql.shuffle.partitions");

    Map<String, String> log = Map.of("spark.eventLog.dri", "/tmp");
    assertThat(remarks(request.sparkConf(log)))
        .containsExactly(
            withoutSuggestion("spark.eventLog.dri") + "; the nearest name is spark.eventLog.dir");
    assertThat(remarks(request.eventLog().sparkConf(log)))
        .containsExactly(withoutSuggestion("spark.eventLog.dri"));
  }

  private static String withoutSuggestion(String misspelt) {
    return "Spark does not know the property %s of sparkConf".formatted(misspelt);
  }

  private static List<String> remarks(Map<String, String> sparkConf) {
    return remarks(RunRequests.of("s3://bucket/key").sparkConf(sparkConf));
  }

  private static List<String> remarks(RunRequests request) {
    return SettingsCheck.remarks(request.storage(new Storage(null, "eu-west-1", false)).build());
  }
}
