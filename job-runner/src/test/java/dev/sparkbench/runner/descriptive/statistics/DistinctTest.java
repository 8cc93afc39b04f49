// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 10, 1_000, 10_000, 100_000, 1_000_000})
  void isWithinThreeStandardErrors(long number) {
    for (int precision : new int[] {10, 12, 16}) {
      Distinct distinct = new Distinct(precision);
      addTo(distinct, 0, number);

      assertThat(Math.abs(distinct.estimate() - number))
          .isLessThanOrEqualTo(3 * distinct.standardError() * number);
    }
  }

  @Test
  void hasTheErrorThatItStates() {
    int trials = 400;
    double squares = 0;
    Distinct distinct = null;
    for (int trial = 0; trial < trials; trial++) {
      distinct = new Distinct(8);
      addTo(distinct, trial * 20_000L, trial * 20_000L + 20_000);
      squares += Math.pow(distinct.estimate() / 20_000 - 1, 2);
    }

    assertThat(Math.sqrt(squares / trials))
        .isBetween(0.85 * distinct.standardError(), 1.15 * distinct.standardError());
  }

  @Test
  void dependsOnTheSetOfValuesOnly() {
    Distinct whole = new Distinct(12);
    addTo(whole, 0, 50_000);
    Distinct parts = new Distinct(12);
    addTo(parts, 30_000, 50_000);
    Distinct other = new Distinct(12);
    addTo(other, 0, 40_000);
    addTo(other, 0, 40_000);
    parts.merge(other);

    assertThat(parts.estimate()).isEqualTo(whole.estimate());
  }

  @Test
  void copesWithHashesThatFillEveryRegister() {
    Distinct distinct = new Distinct(4);
    long[] hashes = LongStream.range(0, 16).map(i -> i << 60).toArray();
    distinct.add(hashes, hashes.length);

    assertThat(distinct.estimate()).isGreaterThan(1e18);
  }

  private static void addTo(Distinct distinct, long from, long to) {
    long[] hashes = LongStream.range(from, to).map(Hashes::mix).toArray();
    distinct.add(Arrays.copyOf(hashes, hashes.length), hashes.length);
  }
}
