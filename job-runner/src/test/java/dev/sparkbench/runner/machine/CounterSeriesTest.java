// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CounterSeriesTest {

  private final CounterSeries series = new CounterSeries();

  @Test
  void knowsTheGrowthInAWindow() {
    // The first value is growth from before the first reading.
    series.add(1_000, 1_000, 5);
    series.add(2_000, 2_200, 7);
    series.add(9_000, 9_200, 8);

    assertThat(series.between(0, 10_000)).isEqualTo(3);
    assertThat(series.between(0, 1_500)).isZero();
    assertThat(series.between(1_500, 3_000)).isEqualTo(2);
    assertThat(series.between(2_200, 9_000)).isZero();
    assertThat(series.between(2_200, 9_200)).isEqualTo(1);
  }

  @Test
  void takesGrowthForEvenBetweenTwoLooks() {
    series.add(0, 0, 0);
    series.add(1_000, 1_200, 2);

    assertThat(series.between(0, 1_050)).isEqualTo(0.5);
    assertThat(series.between(1_050, 1_150)).isEqualTo(1);
    assertThat(series.between(1_150, 5_000)).isEqualTo(0.5);
  }

  @Test
  void windowsThatFollowEachOtherHaveAllOfIt() {
    series.add(0, 0, 0);
    series.add(100, 300, 2);
    // Said to have been looked at before the last news came: the way to the driver took longer.
    series.add(250, 500, 4);

    assertThat(series.between(0, 280) + series.between(280, 1_000)).isEqualTo(4, within(1e-12));
    assertThat(series.between(0, 300)).isEqualTo(2);
  }

  @Test
  void keepsTheWholeOfALongSeriesWithLessDetail() {
    for (int second = 0; second <= 50_000; second++) {
      series.add(second * 1_000L - 200, second * 1_000L, second);
    }
    assertThat(series.between(0, 50_000_000)).isEqualTo(50_000, within(1e-6));
    assertThat(series.between(10_000_000, 20_000_000)).isEqualTo(10_000, within(100.0));
  }
}
