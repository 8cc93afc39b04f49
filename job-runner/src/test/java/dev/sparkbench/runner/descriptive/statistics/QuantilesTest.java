// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantilesTest {

  private static final int VALUES = 400_000;

  // Batches that are sorted as they are, batches that are collected first, and both in turns.
  private static final int[] BATCHES = {4_096, 1_000, 3, 2_048, 700, 5_000};

  static Stream<Arguments> streams() {
    Random random = new Random(3);
    return Stream.of(
        Arguments.of("uniform", stream(i -> random.nextLong())),
        Arguments.of("normal", stream(i -> Keys.ofDouble(random.nextGaussian()))),
        Arguments.of("zipf", stream(i -> (long) (1 / Math.pow(1 - random.nextDouble(), 1.2)))),
        Arguments.of("constant", stream(i -> 7)),
        Arguments.of("sorted", stream(i -> i)),
        Arguments.of("reversed", stream(i -> -i)),
        Arguments.of("saw tooth", stream(i -> i % 1_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void ranksAreWithinTheStatedError(String name, long[] values) {
    assertWithinError(of(values, 256), values);
    assertWithinError(of(values, 1024), values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void mergingKeepsTheStatedError(String name, long[] values) {
    Quantiles all = new Quantiles(512, false, 0);
    all.finish(new KeySorter());
    int[] lengths = {1, 17, 100_000, 40_000, 2_500, 250_000};
    int from = 0;
    for (int length : lengths) {
      all.merge(of(Arrays.copyOfRange(values, from, from + length), 512));
      from += length;
    }

    assertWithinError(all, Arrays.copyOf(values, from));
  }

  @Test
  void theErrorIsSmall() {
    long[] values = stream(i -> Hashes.mix(i));

    assertThat(of(values, 256).ranks().error()).isLessThan(0.016);
    assertThat(of(values, 1024).ranks().error()).isLessThan(0.0045);
  }

  @Test
  void fewValuesAreKeptExactly() {
    long[] values = LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray();
    Ranks ranks = of(values, 1024).ranks();

    assertThat(ranks.error()).isZero();
    assertThat(ranks.quantile(0)).isEqualTo(1);
    assertThat(ranks.quantile(0.01)).isEqualTo(10);
    assertThat(ranks.quantile(0.5)).isEqualTo(500);
    assertThat(ranks.quantile(0.99)).isEqualTo(990);
    assertThat(ranks.quantile(1)).isEqualTo(1_000);
    assertThat(ranks.countUpTo(0)).isZero();
    assertThat(ranks.countUpTo(17)).isEqualTo(17);
    assertThat(ranks.countFrom(17)).isEqualTo(984);
  }

  @Test
  void theSameStreamLeavesTheSameState() {
    long[] values = stream(i -> Hashes.mix(i));

    assertThat(of(values, 256).ranks().values()).isEqualTo(of(values, 256).ranks().values());
  }

  @Test
  void theStateDoesNotGrowWithTheStream() {
    for (int length : new int[] {100_000, 400_000}) {
      long[] values = LongStream.range(0, length).map(Hashes::mix).toArray();
      assertThat(of(values, 1024).ranks().values().length).isLessThan(4 * 1024);
    }
  }

  @Test
  void noValueIsKeptTwice() {
    long[] values = LongStream.range(0, 100_001).toArray();

    assertThat(LongStream.of(of(values, 1024).ranks().values()).boxed()).doesNotHaveDuplicates();
  }

  @Test
  void noValuesHaveNoRanks() {
    Quantiles none = of(new long[0], 64);

    assertThat(none.ranks().count()).isZero();
    assertThat(none.ranks().error()).isZero();
    assertThat(none.ranks().countUpTo(5)).isZero();
  }

  private static void assertWithinError(Quantiles quantiles, long[] values) {
    Ranks ranks = quantiles.ranks();
    long[] sorted = values.clone();
    Arrays.sort(sorted);

    assertThat(ranks.count()).isEqualTo(values.length);
    long allowed = (long) Math.ceil(ranks.error() * values.length);
    for (int i = 0; i < 100; i++) {
      long value = sorted[i * (values.length / 100)];
      assertThat(Math.abs(ranks.countUpTo(value) - countUpTo(sorted, value)))
          .isLessThanOrEqualTo(allowed);
    }
    for (double share : new double[] {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
      long value = ranks.quantile(share);
      assertThat(countUpTo(sorted, value))
          .isGreaterThanOrEqualTo((long) (share * values.length) - allowed - 1);
      assertThat(countUpTo(sorted, value - 1))
          .isLessThanOrEqualTo((long) (share * values.length) + allowed + 1);
    }
  }

  private static long countUpTo(long[] sorted, long value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static Quantiles of(long[] values, int size) {
    Quantiles quantiles = new Quantiles(size, false, 5);
    KeySorter sorter = new KeySorter();
    int from = 0;
    for (int i = 0; from < values.length; i++) {
      int to = Math.min(values.length, from + BATCHES[i % BATCHES.length]);
      long[] batch = Arrays.copyOfRange(values, from, to);
      quantiles.add(batch, batch.length, sorter);
      from = to;
    }
    quantiles.finish(sorter);
    return quantiles;
  }

  private static long[] stream(IntToLongFunction value) {
    return IntStream.range(0, VALUES).mapToLong(value).toArray();
  }
}
