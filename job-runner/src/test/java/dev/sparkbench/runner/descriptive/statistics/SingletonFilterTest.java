// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingletonFilterTest {

  private static final Random RANDOM = new Random(7);

  private final SingletonFilter filter = new SingletonFilter();

  @ParameterizedTest(name = "{0} different keys at most")
  @ValueSource(ints = {1, 10, 2_000, 10_000, Integer.MAX_VALUE})
  void whatIsAloneOccursOnceAndNothingIsLost(int different) {
    for (int size : new int[] {0, 1, 1_000, SingletonFilter.MAX_KEYS}) {
      long[] keys = RANDOM.longs(size, 0, different).toArray();

      filter.split(keys, 0, size);

      Map<Long, Long> counts =
          LongStream.of(keys)
              .boxed()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      List<Long> alone = alone();
      assertThat(alone).allSatisfy(key -> assertThat(counts.get(key)).isEqualTo(1));
      assertThat(Stream.concat(alone.stream(), others().stream()))
          .containsExactlyInAnyOrderElementsOf(LongStream.of(keys).boxed().toList());
    }
  }

  @Test
  void nearlyAllKeysThatDifferAreFoundToBeAlone() {
    long[] keys = RANDOM.longs(SingletonFilter.MAX_KEYS).distinct().toArray();

    filter.split(keys, 0, keys.length);

    assertThat(others()).hasSizeLessThan(3);
  }

  @Test
  void onlyThePartThatItIsToldToIsLookedAt() {
    filter.split(new long[] {1, 2, 2, 1, 3}, 1, 4);

    assertThat(alone()).containsExactly(1L);
    assertThat(others()).containsExactly(2L, 2L);
  }

  private List<Long> alone() {
    return Arrays.stream(filter.singletons(), 0, filter.singletonsSize()).boxed().toList();
  }

  private List<Long> others() {
    return Arrays.stream(filter.others(), 0, filter.othersSize()).boxed().toList();
  }
}
