// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SampleSummaryTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(SampleSummary.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new SampleSummary(2, 1, 3, 3));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(SampleSummary.of(List.of(4.0, 1.0, 2.0, 10.0)).median()).isEqualTo(3.0);
  }

  @Test
  void refusesWhatIsNoDuration() {
    assertThatThrownBy(() -> SampleSummary.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> SampleSummary.of(DoubleStream.of(1, wrong).boxed().toList()))
          .as("%s", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
