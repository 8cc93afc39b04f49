// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.CurrentPod.Purpose;
import org.junit.jupiter.api.Test;

class PodNamesTest {

  @Test
  void namesTheAttempt() {
    assertThat(PodNames.of("sales", 3, Purpose.Run, null, 8, 4, 2)).isEqualTo("sales-s3-n8-t4-a2");
    assertThat(PodNames.of("sales", 3, Purpose.Run, 7, 8, 4, 2)).isEqualTo("sales-s3-v7-n8-t4-a2");
    assertThat(PodNames.of("sales", 3, Purpose.Prepare, null, 8, null, 2))
        .isEqualTo("sales-s3-prepare-a2");
    assertThat(PodNames.of("sales", 3, Purpose.Report, null, null, null, 1))
        .isEqualTo("sales-s3-report-a1");
  }

  @Test
  void shortensLongNamesAndKeepsThemApart() {
    String one = PodNames.of("x".repeat(200) + "1", 123, Purpose.Run, 7, 1000, 20, 10);
    String two = PodNames.of("x".repeat(200) + "2", 123, Purpose.Run, 7, 1000, 20, 10);
    assertThat(one).hasSizeLessThanOrEqualTo(47).endsWith("-s123-v7-n1000-t20-a10");
    assertThat(one).isNotEqualTo(two);
    assertThat(one).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  }

  @Test
  void keepsNamesWithDotsApartFromThoseWithDashes() {
    assertThat(PodNames.of("a.b", 1, Purpose.Run, null, 1, 1, 1))
        .isNotEqualTo(PodNames.of("a-b", 1, Purpose.Run, null, 1, 1, 1))
        .doesNotContain(".");
  }
}
