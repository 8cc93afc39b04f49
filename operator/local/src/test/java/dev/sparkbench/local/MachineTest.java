// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

  @Test
  void moreExecutorsThanCoresAreWarnedOf() {
    assertThat(new Machine(4).warning(spec("nodeList: [1, 8, 2]")))
        .contains(
            "this machine has 4 cores, and nodeList goes up to 8 executors with 1 core each: speedup beyond 4 cannot be real");
    assertThat(new Machine(4).warning(spec("nodeList: [1, 4]"))).isEmpty();
  }

  @Test
  void theCoresOfEachExecutorCount() {
    assertThat(new Machine(4).warning(spec("nodeList: [1, 4]\nexecutor: {cores: 2}")))
        .contains(
            "this machine has 4 cores, and nodeList goes up to 4 executors with 2 cores each: speedup beyond 4 cannot be real");
    assertThat(new Machine(8).warning(spec("nodeList: [1, 4]\nexecutor: {cores: 2}"))).isEmpty();
  }

  @Test
  void whatTheSampleTakesIsSaidBefore() {
    SparkBenchmarkJobSpec sample =
        spec(
            """
            jobConfig: {type: descriptive, tasks: [row_count]}
            nodeList: [1, 2, 4, 8]
            measurement: {warmups: 3, trials: 1, iterations: 3, maxWarmupSeconds: 0}
            """);

    assertThat(new Machine(2).expectation(sample, OptionalLong.of(22_000_000)))
        .isEqualTo(
            "at least 1:30 min: 1 trial of 4 node counts, each warmed up and measured 3 times");
    assertThat(new Machine(16).expectation(sample, OptionalLong.of(22_000_000)))
        .isEqualTo(
            "at least 1:00 min: 1 trial of 4 node counts, each warmed up and measured 3 times");
  }

  @Test
  void whatNobodyKnowsIsALowerBound() {
    String defaults = "nodeList: [2]\njobConfig: {type: descriptive, tasks: [row_count]}";
    String learning =
        "nodeList: [2]\nmeasurement: {trials: 6, iterations: 1}\njobConfig: {type: ml}";

    assertThat(new Machine(2).expectation(spec(defaults), OptionalLong.empty()))
        .isEqualTo(
            "at least 0:30 min: 3 trials of 1 node count, each warmed up and measured twice");
    assertThat(new Machine(2).expectation(spec(learning), OptionalLong.of(1_000)))
        .isEqualTo("at least 1:00 min: 6 trials of 1 node count, each warmed up and measured once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: sql}",
        "{type: tpch, tpch: {scale: '1'}}",
        "{type: tpcds, tpcds: {scale: '1'}}",
        "{type: application, application: {mainClass: A}}"
      })
  void ofOwnWorkNoTimeIsSaid(String work) {
    assertThat(
            new Machine(2)
                .expectation(spec("nodeList: [1, 2]\njobConfig: " + work), OptionalLong.of(1_000)))
        .isEqualTo(
            "as long as your work takes; this is not known in advance. 3 trials of 2 node counts");
  }

  private static SparkBenchmarkJobSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, SparkBenchmarkJobSpec.class);
  }
}
