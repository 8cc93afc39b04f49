// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeySorterTest {

  private static final Random RANDOM = new Random(11);

  static Stream<Arguments> inputs() {
    return Stream.of(
        input("all longs", false, i -> RANDOM.nextLong()),
        input("the extremes", false, i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE),
        input("small range", false, i -> RANDOM.nextInt(10)),
        input("equal", false, i -> 3),
        input("ascending", false, i -> i),
        input("descending", false, i -> -i),
        input("one far off", false, i -> i == 900 ? Long.MAX_VALUE : RANDOM.nextInt(1_000_000)),
        input("powers", false, i -> 1L << RANDOM.nextInt(63)),
        input("normal", true, i -> Keys.ofDouble(RANDOM.nextGaussian())),
        input("logarithmic", true, i -> Keys.ofDouble(Math.exp(50 * RANDOM.nextGaussian()))),
        input("all doubles", true, i -> Keys.ofDouble(Double.longBitsToDouble(RANDOM.nextLong()))),
        input(
            "nearly equal doubles",
            true,
            i -> Keys.ofDouble(1e12 + RANDOM.nextInt(4) * Math.ulp(1e12))),
        input("tiny doubles", true, i -> Keys.ofDouble(RANDOM.nextInt(9) * Double.MIN_VALUE)),
        input(
            "with NaN and infinities",
            true,
            i ->
                Keys.ofDouble(
                    new double[] {RANDOM.nextDouble(), Double.NaN, Double.NEGATIVE_INFINITY}
                        [RANDOM.nextInt(3)])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void sortsLikeArrays(String name, boolean doubles, IntToLongFunction value) {
    KeySorter sorter = new KeySorter();
    for (int size : new int[] {0, 1, 2, 47, 48, 1_000, 2_048, 5_000, 100}) {
      long[] keys = IntStream.range(0, size + 3).mapToLong(value).toArray();
      long[] before = keys.clone();
      long[] expected = Arrays.copyOfRange(keys, 2, 2 + size);
      Arrays.sort(expected);

      assertThat(Arrays.copyOf(sorter.sorted(keys, 2, size, doubles, 0, 1), size))
          .isEqualTo(expected);
      assertThat(keys).isEqualTo(before);
      for (int stride : new int[] {2, 8, 64}) {
        assertThinned(keys, size, doubles, stride, expected);
      }
    }
  }

  /** Every value of whole strides is taken for one of the first places, close to its own place. */
  private static void assertThinned(
      long[] keys, int size, boolean doubles, int stride, long[] expected) {
    KeySorter sorter = new KeySorter();
    int end = size - size % stride;
    long[] all = new long[end];
    for (int first = 0; first < stride; first++) {
      long[] thinned = sorter.sorted(keys, 2, size, doubles, first, stride);
      for (int i = first; i < end; i += stride) {
        int most = Math.max(0, stride / 5 - 1);
        all[i] = thinned[i];
        assertThat(thinned[i])
            .isBetween(expected[Math.max(0, i - most)], expected[Math.min(size - 1, i + most)])
            .isGreaterThanOrEqualTo(i < stride ? Long.MIN_VALUE : thinned[i - stride]);
      }
      assertThat(Arrays.copyOfRange(thinned, end, size))
          .isEqualTo(Arrays.copyOfRange(expected, end, size));
    }
    Arrays.sort(all);
    assertThat(all).isEqualTo(Arrays.copyOf(expected, end));
  }

  private static Arguments input(String name, boolean doubles, IntToLongFunction value) {
    return Arguments.of(name, doubles, value);
  }
}
