// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCountsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 99, 100})
  void countsEveryValueOfFew(int different) throws Exception {
    Random random = new Random(3);
    Map<Long, Long> expected = new HashMap<>();
    ValueCounts all = new ValueCounts(100, false);
    for (int part = 0; part < 3; part++) {
      ValueCounts counts = new ValueCounts(100, false);
      for (int batch = 0; batch < 5; batch++) {
        long[] keys = random.longs(40, 0, different).map(k -> k * 1_000_003 - 17).toArray();
        counts.add(keys, keys.length);
        for (long key : keys) {
          expected.merge(key, 1L, Long::sum);
        }
      }
      counts.finish();
      assertThat(counts.overflows()).isFalse();
      all.merge(copy(counts));
    }
    ValueCounts.Entries entries = all.entries();
    Map<Long, Long> found = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      assertThat(i == 0 || entries.keys()[i - 1] < entries.keys()[i]).isTrue();
      found.put(entries.keys()[i], entries.counts()[i]);
    }
    assertThat(found).isEqualTo(expected);
    assertThat(all.overflows()).isFalse();
  }

  /** In portions of any size, 100 values are not too many, and 101 are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60, 101, 400})
  void knowsExactlyWhenThereAreTooMany(int portion) {
    for (int different : new int[] {100, 101}) {
      ValueCounts counts = new ValueCounts(100, false);
      long[] keys = new Random(different).longs(3000).toArray();
      for (int i = 0; i < keys.length; i++) {
        keys[i] = keys[i % different];
      }
      for (int from = 0; from < keys.length && !counts.overflows(); from += portion) {
        long[] some =
            java.util.Arrays.copyOfRange(keys, from, Math.min(keys.length, from + portion));
        counts.add(some, some.length);
      }
      counts.finish();
      assertThat(counts.overflows()).isEqualTo(different == 101);
    }
  }

  @Test
  void keepsWhatIsBehindAHash() throws Exception {
    ValueCounts counts = new ValueCounts(10, true);
    counts.add(new long[] {5, 6}, new int[] {3, 1}, 2, i -> new byte[] {(byte) i});
    ValueCounts.Entries entries = copy(counts).entries();
    assertThat(entries.counts()).containsExactly(3, 1);
    assertThat(entries.values()[1]).containsExactly(1);
  }

  /** The counts that a sketch gets when it takes over. */
  @Test
  void givesListedKeysInTheirOrder() {
    ValueCounts counts = new ValueCounts(100, false);
    counts.add(new long[] {9, 3, 9}, 3);
    assertThat(counts.isListed()).isTrue();
    assertThat(counts.listed()).containsExactly(9, 3, 9);
  }

  private static ValueCounts copy(ValueCounts counts) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counts);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ValueCounts) in.readObject();
    }
  }
}
