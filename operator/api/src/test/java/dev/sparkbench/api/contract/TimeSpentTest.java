// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSpentTest {

  private static final TimeSpent RUN =
      new TimeSpent(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 61.6, 1.0, 1.1, 0, 170);

  @Test
  void partsAddUpEach() {
    assertThat(TimeSpent.sum(Arrays.asList(RUN, null, TimeSpent.failed(15.2), RUN)))
        .contains(
            new TimeSpent(0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 123.2, 2.0, 2.2, 15.2, 355.2));
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
