// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverContainersTest {

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0, 2", "0, 2, 3", "9, 2, 12"})
  void oursAndInitContainersCount(int sidecars, int init, int all) {
    assertThat(DriverContainers.count(PodTemplates.parse(template(sidecars, init, false))))
        .isEqualTo(all);
    assertThat(DriverContainers.count(PodTemplates.parse(template(sidecars, init, true))))
        .as("where the template names ours")
        .isEqualTo(all);
    assertThat(DriverContainers.violations("f", template(sidecars, init, true))).isEmpty();
  }

  @Test
  void aTemplateMayBeEmptyOrUnreadable() {
    assertThat(DriverContainers.count(PodTemplates.parse(Map.of()))).isEqualTo(1);
    assertThat(DriverContainers.violations("f", null)).isEmpty();
    assertThat(DriverContainers.violations("f", Map.of("spec", "none"))).isEmpty();
  }

  @Test
  void moreThanHaveRoomForAnAnswerAreRefused() {
    assertThat(DriverContainers.violations("spec.driver.podTemplate", template(11, 1, true)))
        .containsExactly(
            new Violation(
                "spec.driver.podTemplate",
                "makes a pod of 13 containers, ours and init containers included; at most 12 leave the driver room for its answer in the pod's status"));
  }

  private static Map<String, Object> template(int sidecars, int init, boolean own) {
    List<Map<String, String>> containers =
        new ArrayList<>(Collections.nCopies(sidecars, Map.of("name", "sidecar")));
    if (own) {
      containers.add(Map.of("name", "driver"));
    }
    return Map.of(
        "spec",
        Map.of(
            "containers",
            containers,
            "initContainers",
            Collections.nCopies(init, Map.of("name", "init"))));
  }
}
