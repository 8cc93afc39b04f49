// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSpentTest {

  private static final TimeSpent RUN =
      TimeSpentBuilder.builder()
          .podSec(0.1)
          .jvmSec(0.2)
          .checkSec(0.3)
          .sessionSec(0.4)
          .executorsSec(0.5)
          .schemaSec(0.6)
          .cacheSec(0.7)
          .warmupsSec(0.8)
          .iterationsSec(61.6)
          .uploadSec(1.0)
          .endSec(1.1)
          .failedSec(0)
          .totalSec(170)
          .build();

  @Test
  void partsAddUpEach() {
    assertThat(TimeSpent.sum(Arrays.asList(RUN, null, TimeSpent.failed(15.2), RUN)))
        .contains(
            TimeSpentBuilder.builder()
                .podSec(0.2)
                .jvmSec(0.4)
                .checkSec(0.6)
                .sessionSec(0.8)
                .executorsSec(1.0)
                .schemaSec(1.2)
                .cacheSec(1.4)
                .warmupsSec(1.6)
                .iterationsSec(123.2)
                .uploadSec(2.0)
                .endSec(2.2)
                .failedSec(15.2)
                .totalSec(355.2)
                .build());
  }

  @Test
  void whatNobodyKnowsIsNoTime() {
    assertThat(TimeSpent.sum(Arrays.asList(null, null))).isEmpty();
    assertThat(TimeSpent.sum(List.of())).isEmpty();
  }

  @Test
  void tellsHowMuchWasMeasured() {
    assertThat(RUN.sentence()).contains("measuring took 62 s of 170 s");
    assertThat(TimeSpent.failed(15).sentence()).isEmpty();
  }
}
