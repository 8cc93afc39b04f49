// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrequentTest {

  private final Random random = new Random(5);

  @Test
  void fewValuesAreCountedExactly() {
    Frequent frequent = new Frequent(6, false);
    add(frequent, 3, 3, 1, 3, 0, 1);
    frequent.finish();

    assertThat(frequent.error()).isZero();
    assertThat(frequent.top(2))
        .containsExactly(new Frequent.Entry(3, null, 3), new Frequent.Entry(1, null, 2));
    assertThat(frequent.top(9)).hasSize(3);
  }

  @Test
  void countsAreWithinTheErrorWhateverTheStream() {
    assertWithinError(LongStream.range(0, 100_000).map(i -> zipf()).toArray());
    assertWithinError(LongStream.range(0, 100_000).toArray());
    assertWithinError(LongStream.range(0, 100_000).map(i -> i % 700).toArray());
    assertWithinError(LongStream.range(0, 100_000).map(i -> i % 10 == 0 ? -1 : i).toArray());
  }

  @Test
  void theErrorIsAtMostValuesOverCapacity() {
    long[] values = LongStream.range(0, 100_000).map(i -> zipf()).toArray();

    assertThat(of(values).error()).isPositive().isLessThanOrEqualTo(100_000 / 384 + 1);
  }

  @Test
  void valuesThatOccurOnceInEachBatchAreCountedToo() {
    // 300 values in turn: each once in 300, and all fit into a table that was full before.
    Frequent frequent = new Frequent(9, false);
    SingletonFilter filter = new SingletonFilter();
    long[] unique = LongStream.range(1_000, 9_000).toArray();
    frequent.add(unique, unique.length, filter);
    long[] batch = LongStream.range(0, 300).toArray();
    for (int i = 0; i < 100; i++) {
      frequent.add(batch, batch.length, filter);
    }
    frequent.finish();

    List<Frequent.Entry> top = frequent.top(1_000);
    assertThat(top).hasSize(300);
    assertThat(top)
        .allSatisfy(entry -> assertThat(entry.count()).isBetween(100 - frequent.error(), 100L));
  }

  @Test
  void aFirstBatchThatFitsIsCountedExactlyHoweverLargeItIs() {
    // There is room for 384.
    long[] values = LongStream.range(0, 2 * 384).map(i -> i % 384).toArray();
    Frequent frequent = of(values);

    assertThat(frequent.error()).isZero();
    assertThat(frequent.top(1_000)).hasSize(384).allMatch(entry -> entry.count() == 2);
    assertThat(of(LongStream.range(0, 384).toArray()).error()).isZero();
    assertThat(of(LongStream.rangeClosed(0, 384).toArray()).error()).isPositive();
  }

  @Test
  void uniqueValuesCostTheOthersLittle() {
    // One in 100 is -1; all others differ: 1 off for each batch of them, not for each 384.
    long[] values = LongStream.range(0, 409_600).map(i -> i % 100 == 0 ? -1 : i).toArray();
    Frequent frequent = of(values);

    assertThat(frequent.error()).isLessThanOrEqualTo(409_600 / 4_096 + 300);
    assertThat(frequent.top(5)).extracting(Frequent.Entry::key).containsExactly(-1L);
  }

  @Test
  void nothingIsFrequentInAColumnOfUniqueValues() {
    assertThat(of(LongStream.range(0, 100_000).toArray()).top(10)).isEmpty();
  }

  @Test
  void mergingKeepsWithinTheError() {
    long[] values = LongStream.range(0, 200_000).map(i -> zipf()).toArray();
    Frequent all = of(Arrays.copyOf(values, 1_000));
    for (int from = 1_000; from < values.length; from += 19_900) {
      all.merge(of(Arrays.copyOfRange(values, from, from + 19_900)));
    }

    assertWithinError(all, values);
  }

  @Test
  void textsComeWithTheirBytes() {
    String[] texts =
        IntStream.range(0, 50_000)
            .mapToObj(i -> i % 20 == 0 ? "often" : i % 30 == 1 ? "less often" : "once " + i)
            .toArray(String[]::new);
    Frequent frequent = new Frequent(9, true);
    long[] hashes = Arrays.stream(texts).mapToLong(text -> Hashes.mix(text.hashCode())).toArray();
    int[] ones = IntStream.generate(() -> 1).limit(texts.length).toArray();
    frequent.add(hashes, ones, texts.length, i -> texts[i].getBytes(UTF_8));
    frequent.finish();

    assertThat(frequent.top(10))
        .extracting(entry -> new String(entry.value(), UTF_8))
        .containsExactly("often", "less often");
  }

  @Test
  void everyTextHasItsBytesWhileThereAreFew() {
    Frequent frequent = new Frequent(9, true);
    frequent.add(new long[] {1, 2}, new int[] {1, 5}, 2, i -> new byte[] {(byte) i});
    frequent.finish();

    List<Frequent.Entry> top = frequent.top(10);
    assertThat(top).extracting(Frequent.Entry::count).containsExactly(5L, 1L);
    assertThat(top.get(0).value()).containsExactly(1);
    assertThat(top.get(1).value()).containsExactly(0);
  }

  @Test
  void survivesTheWayToTheDriver() throws IOException, ClassNotFoundException {
    Frequent sent = of(LongStream.range(0, 5_000).map(i -> zipf()).toArray());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    Frequent received;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      received = (Frequent) in.readObject();
    }

    assertThat(received.top(1_000)).isEqualTo(sent.top(1_000)).isNotEmpty();
    assertThat(received.error()).isEqualTo(sent.error());
  }

  private void assertWithinError(long[] values) {
    assertWithinError(of(values), values);
  }

  private static void assertWithinError(Frequent frequent, long[] values) {
    Map<Long, Long> counts = new HashMap<>();
    for (long value : values) {
      counts.merge(value, 1L, Long::sum);
    }
    Map<Long, Long> known = new HashMap<>();
    frequent.top(Integer.MAX_VALUE).forEach(entry -> known.put(entry.key(), entry.count()));
    known.forEach(
        (value, count) -> assertThat(counts.get(value)).isBetween(count, count + frequent.error()));
    counts.forEach(
        (value, count) -> {
          if (count > 2 * frequent.error()) {
            assertThat(known).containsKey(value);
          }
        });
  }

  private long zipf() {
    return (long) (1 / Math.pow(1 - random.nextDouble(), 1.1));
  }

  private static Frequent of(long[] values) {
    Frequent frequent = new Frequent(9, false);
    add(frequent, values);
    frequent.finish();
    return frequent;
  }

  private static void add(Frequent frequent, long... values) {
    frequent.add(values, values.length, new SingletonFilter());
  }
}
