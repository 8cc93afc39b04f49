package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

  @Test
  void allCountInTheOnlyTrial() {
    Samples samples = new Samples(List.of(3.0, 1.0, 2.0), 1);
    assertThat(samples.byTrial()).containsExactly(List.of(3.0, 1.0, 2.0));
    assertThat(samples.independent()).containsExactly(3.0, 1.0, 2.0);
  }

  @Test
  void eachOfSeveralTrialsCountsByItsMedian() {
    Samples samples = new Samples(List.of(3.0, 1.0, 2.0, 6.0, 5.0, 9.0), 2);
    assertThat(samples.byTrial()).containsExactly(List.of(3.0, 1.0, 2.0), List.of(6.0, 5.0, 9.0));
    assertThat(samples.independent()).containsExactly(2.0, 6.0);
    assertThat(samples.summary()).isEqualTo(new SampleSummary(4, 2, 6, 2, Optional.empty()));
  }

  @Test
  void anIntervalTakesSixTrialsHoweverManyIterationsEachHas() {
    List<Double> all = DoubleStream.iterate(1, s -> s + 1).limit(30).boxed().toList();
    assertThat(new Samples(all, 1).summary().interval()).isPresent();
    assertThat(new Samples(all, 5).summary().interval()).isEmpty();
    // Of five each: medians 3, 8, … 28.
    assertThat(new Samples(all, 6).summary().interval()).contains(new MedianInterval(3, 28));
  }

  @Test
  void nothingIsOfNoTrial() {
    Samples samples = new Samples(List.of(), 0);
    assertThat(samples.byTrial()).isEmpty();
    assertThat(samples.independent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "3, 0", "0, 1", "2, -1"})
  void refusesTrialsOfUnequalLength(int count, int trials) {
    List<Double> all = DoubleStream.generate(() -> 1).limit(count).boxed().toList();
    assertThatThrownBy(() -> new Samples(all, trials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%d samples cannot be as many of each of %d trials".formatted(count, trials));
  }
}
