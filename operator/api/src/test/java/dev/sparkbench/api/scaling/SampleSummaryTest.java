package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSummaryTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(SampleSummary.of(List.of(3.0, 1.0, 2.0)))
        .isEqualTo(new SampleSummary(2, 1, 3, 3, Optional.empty()));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(SampleSummary.of(List.of(4.0, 1.0, 2.0, 10.0)).median()).isEqualTo(3.0);
  }

  /** Ranks as tabulated for the median's 95 % interval, for example in Hoefler and Belli, SC'15. */
  @ParameterizedTest
  @CsvSource({"6, 1, 6", "8, 1, 8", "9, 2, 8", "10, 2, 9", "12, 3, 10", "15, 4, 12", "20, 6, 15"})
  void theIntervalIsBetweenTheTabulatedRanks(int count, int low, int high) {
    assertThat(SampleSummary.of(oneTo(count)).interval()).contains(new MedianInterval(low, high));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fewerThanSixSamplesHaveNoInterval(int count) {
    assertThat(SampleSummary.of(oneTo(count)).interval()).isEmpty();
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

  private static List<Double> oneTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
  }
}
