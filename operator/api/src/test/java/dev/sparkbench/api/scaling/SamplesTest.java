// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

  @Test
  void eachTrialCountsByItsMedian() {
    Samples samples = new Samples(List.of(3.0, 1.0, 2.0, 6.0, 5.0, 9.0), 2);
    assertThat(samples.byTrial()).containsExactly(List.of(3.0, 1.0, 2.0), List.of(6.0, 5.0, 9.0));
    assertThat(samples.times()).containsExactly(2.0, 6.0);
    assertThat(samples.summary()).isEqualTo(new SampleSummary(4, 1, 9, 6));
  }

  @Test
  void theIterationsOfOneJvmAreOneTime() {
    assertThat(new Samples(List.of(3.0, 1.0, 2.0), 1).times()).containsExactly(2.0);
  }

  @Test
  void anotherTrialIsAddedWithAsManySamplesAsAllHave() {
    assertThat(new Samples(List.of(), 0).plus(List.of(3.0, 1.0)))
        .isEqualTo(new Samples(List.of(3.0, 1.0), 1));
    assertThat(new Samples(List.of(3.0, 1.0, 2.0), 1).plus(List.of(4.0, 5.0)))
        .isEqualTo(new Samples(List.of(3.0, 1.0, 4.0, 5.0), 2));
  }

  @Test
  void nothingIsOfNoTrial() {
    Samples samples = new Samples(List.of(), 0);
    assertThat(samples.byTrial()).isEmpty();
    assertThat(samples.times()).isEmpty();
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
