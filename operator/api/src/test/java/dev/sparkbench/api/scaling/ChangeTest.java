package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.scaling.Change.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChangeTest {

  // Six samples: the interval is from the smallest to the largest.
  private static final SampleSummary TEN = times(9.9, 9.95, 10, 10, 10.05, 10.1);

  @Test
  void slowerByMoreThanFivePercentBeyondTheIntervalsIsARegression() {
    assertThat(Change.of(TEN, times(10.5, 10.55, 10.6, 10.6, 10.7, 10.8)))
        .isEqualTo(new Change(1.06, Verdict.REGRESSION));
  }

  @Test
  void fasterIsAnImprovement() {
    assertThat(Change.of(TEN, times(8.9, 8.95, 9, 9, 9.05, 9.1)))
        .isEqualTo(new Change(0.9, Verdict.IMPROVEMENT));
  }

  @Test
  void aSmallChangeIsNoneHoweverSure() {
    assertThat(Change.of(TEN, times(10.4, 10.4, 10.4, 10.4, 10.4, 10.4)))
        .isEqualTo(new Change(1.04, Verdict.NONE));
  }

  @Test
  void aLargeChangeWithinTheIntervalsIsNone() {
    assertThat(Change.of(TEN, times(10.05, 10.2, 11, 11, 12, 12)).verdict())
        .isEqualTo(Verdict.NONE);
    assertThat(Change.of(times(9, 9, 10, 10, 11, 11), times(7, 8, 8, 8, 8, 9)).verdict())
        .isEqualTo(Verdict.NONE);
  }

  @Test
  void nothingIsKnownWithFewerThanSixSamples() {
    assertThat(Change.of(TEN, times(20, 20, 20, 20, 20))).isEqualTo(new Change(2, Verdict.UNKNOWN));
    assertThat(Change.of(times(20), TEN)).isEqualTo(new Change(0.5, Verdict.UNKNOWN));
  }

  private static SampleSummary times(double... seconds) {
    return SampleSummary.of(Arrays.stream(seconds).boxed().toList());
  }
}
