// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.result.RunDocument;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DeflateCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Objects whose names show a compression: either all of their rows are read, or there is an error.
 */
class CompressedObjectsTest {

  private static final int FEW = 5;

  /** More than a block of each codec. */
  private static final int MANY = 50_000;

  /** With this many objects, the sample of 16 leaves out this one. */
  private static final int OBJECTS = 18;

  private static final int NOT_SAMPLED = 8;

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  static List<String> endings() {
    return List.of(".gz", ".bz2", ".zst", ".deflate", ".snappy", ".lz4");
  }

  @ParameterizedTest
  @MethodSource("endings")
  void allRowsOfOneOrSeveralMembers(String ending) throws IOException {
    byte[] few = packed(ending, rows(FEW));
    byte[] many = packed(ending, rows(MANY));
    store.put(bucket, "data/a.csv" + ending, few);
    store.put(bucket, "data/b.csv" + ending, ArrayUtils.addAll(few, few));
    store.put(bucket, "data/c.csv" + ending, ArrayUtils.addAll(many, few));
    store.put(bucket, "data/d.csv" + ending, packed(ending, new byte[0]));

    assertThat(count("data", "false")).isEqualTo(MANY + 4 * FEW);
    assertThat(count("data", "true")).isEqualTo(MANY + 4 * FEW);
  }

  @Test
  void allRowsWhereverAnObjectIsDivided() throws IOException {
    byte[] many = packed(".bz2", rows(MANY));
    store.put(bucket, "a.csv.bz2", ArrayUtils.addAll(many, many));

    LocalSpark.spark().conf().set("spark.sql.files.maxPartitionBytes", "100000");
    try {
      assertThat(count("a.csv.bz2", "false")).isEqualTo(2 * MANY);
    } finally {
      LocalSpark.spark().conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  /** The last ten bytes of bzip2 are only its end; without them, all rows are still there. */
  @ParameterizedTest
  @MethodSource("endings")
  void oneThatIsCutOff(String ending) throws IOException {
    for (int rows : List.of(FEW, MANY)) {
      byte[] packed = packed(ending, rows(rows));
      for (int missing : List.of(12, packed.length / 3)) {
        store.put(bucket, "a.csv" + ending, Arrays.copyOf(packed, packed.length - missing));

        assertDamaged("a.csv" + ending, "false");
        assertDamaged("a.csv" + ending, "true");
      }
    }
  }

  static Stream<Arguments> heads() {
    return Stream.concat(
        endings().stream()
            .flatMap(
                ending ->
                    Stream.of(
                        arguments(ending, rows(FEW)), arguments(ending, "x".getBytes(UTF_8)))),
        Stream.of(arguments(".bz2", ArrayUtils.addAll("BZh9".getBytes(UTF_8), rows(FEW)))));
  }

  /** Objects in the middle of many are not in the sample. */
  @ParameterizedTest
  @MethodSource("heads")
  void oneOfManyThatIsSomethingElse(String ending, byte[] content) throws IOException {
    byte[] right = packed(ending, rows(FEW));
    for (int i = 0; i < OBJECTS; i++) {
      store.put(
          bucket, "data/%d.csv%s".formatted(100 + i, ending), i == NOT_SAMPLED ? content : right);
    }

    assertDamaged("data", "false");
  }

  @ParameterizedTest
  @MethodSource("endings")
  void oneOfManyObjectsOfJson(String ending) throws IOException {
    byte[] right = packed(ending, "{\"a\":1}\n".getBytes(UTF_8));
    for (int i = 0; i < OBJECTS; i++) {
      store.put(
          bucket,
          "data/%d.json%s".formatted(100 + i, ending),
          i == NOT_SAMPLED ? "{\"a\":1}\n".getBytes(UTF_8) : right);
    }

    assertThatThrownBy(
            () -> Opened.of(RunRequests.of("s3://" + bucket + "/data").format("json")).rows())
        .isInstanceOf(RunFailure.class)
        .hasMessage(
            "s3://%s/data/108.json%s cannot be decompressed as its name says (%2$s): it is damaged, or compressed in another way; compress it again, with a name that ends in .gz, .bz2, .zst or .deflate"
                .formatted(bucket, ending));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void oneOfManyThatIsCutOff(String ending) throws IOException {
    byte[] many = packed(ending, rows(MANY));
    for (int i = 0; i < OBJECTS; i++) {
      store.put(
          bucket,
          "data/%d.csv%s".formatted(100 + i, ending),
          i == NOT_SAMPLED ? Arrays.copyOf(many, many.length / 2) : packed(ending, rows(FEW)));
    }

    Failure damaged = damaged("s3://%s/data/108.csv%s".formatted(bucket, ending));
    assertThat(failureOf(open("data", "false"))).isEqualTo(damaged);
    assertThat(failureOf(open("data", "true"))).isEqualTo(damaged);
  }

  /** As if there were more objects than are checked before. */
  @ParameterizedTest
  @MethodSource("endings")
  void somethingElseThatIsFoundWhenItIsRead(String ending) throws IOException {
    byte[] right = packed(ending, rows(FEW));
    store.put(bucket, "data/a.csv" + ending, right);
    store.put(bucket, "data/b.csv" + ending, right);
    Reading reading = open("data", "false");
    store.put(bucket, "data/b.csv" + ending, Arrays.copyOf(rows(2 * FEW), right.length));

    assertThat(failureOf(reading))
        .isEqualTo(damaged("s3://%s/data/b.csv%s".formatted(bucket, ending)));
  }

  private Failure failureOf(Reading reading) {
    Throwable thrown = catchThrowable(() -> reading.table().rows().count());
    return new Failures("s3://" + bucket + "/data", "csv", store.storage()).of(thrown);
  }

  private static Failure damaged(String what) {
    return new Failure(
        FailureReason.MALFORMED_DATA,
        what
            + " cannot be decompressed as its name says: it is damaged, cut off, or compressed in another way; compress and upload it anew");
  }

  private void assertDamaged(String key, String multiLine) {
    assertThatThrownBy(() -> count(key, multiLine))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("s3://" + bucket + "/" + key)
        .hasMessageContaining(" cannot be decompressed as its name says");
  }

  private long count(String key, String multiLine) {
    return open(key, multiLine).table().rows().count();
  }

  private Reading open(String key, String multiLine) {
    try (ObjectStore objectStore = ObjectStore.open(store.storage())) {
      RunRequests request =
          RunRequests.of("s3://" + bucket + "/" + key)
              .schema("a BIGINT, b STRING")
              .options(Map.of("header", "false", "multiLine", multiLine));
      DatasetObjects objects = DatasetObjects.find(objectStore, request.dataset());
      TableReader reader =
          new TableReader(
              LocalSpark.spark(), request.dataset(), objects, objectStore, RunDocument.DATASET);
      reader.prepare();
      return reader.read();
    }
  }

  private static byte[] rows(int count) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      text.append(i).append(',').append(Long.toHexString(random.nextLong())).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  /** Compresses as Hadoop and Spark do; Zstandard needs a library that is not there. */
  private static byte[] packed(String ending, byte[] content) throws IOException {
    Class<? extends CompressionCodec> codec =
        switch (ending) {
          case ".gz" -> GzipCodec.class;
          case ".bz2" -> BZip2Codec.class;
          case ".deflate" -> DeflateCodec.class;
          case ".snappy" -> SnappyCodec.class;
          case ".lz4" -> Lz4Codec.class;
          default -> null;
        };
    if (codec == null) {
      return com.github.luben.zstd.Zstd.compress(content);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        ReflectionUtils.newInstance(codec, new Configuration()).createOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
