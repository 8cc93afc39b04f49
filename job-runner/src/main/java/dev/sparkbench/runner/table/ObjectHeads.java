// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PackedEndings;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.table.codec.Head;
import dev.sparkbench.runner.table.codec.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.spark.sql.SparkSession;

/** Reads the first part of objects of a text format, decompressed as Spark does it. */
final class ObjectHeads {

  private static final String ENDINGS = ".gz, .bz2, .zst or .deflate";

  /** The first bytes of files of other formats. */
  private static final Map<String, String> SIGNS =
      Map.of(
          "1f8b", "compressed by gzip: let its name end in .gz",
          "425a68", "compressed by bzip2: let its name end in .bz2",
          "28b52ffd", "compressed by zstd: let its name end in .zst",
          "504b0304", "a ZIP archive: unpack it, or compress it otherwise (%s)".formatted(ENDINGS),
          "fd377a585a", "compressed by xz: decompress it, or use one of " + ENDINGS,
          "04224d18", "compressed by lz4: decompress it, or use one of " + ENDINGS,
          "50415231", "Parquet: set dataset.format to parquet",
          "4f5243", "ORC: set dataset.format to orc",
          "fffe", "text in UTF-16: set dataset.options.encoding to UTF-16",
          "feff", "text in UTF-16: set dataset.options.encoding to UTF-16");

  private static final int LONGEST_SIGN = 6;

  /**
   * The number of objects that are checked before Spark reads them; errors in others show when
   * Spark reads them.
   */
  private static final int HEADS = 10_000;

  private final SparkSession spark;
  private final DatasetObjects objects;
  private final ReadOptions options;

  ObjectHeads(SparkSession spark, DatasetObjects objects, ReadOptions options) {
    this.spark = spark;
    this.objects = objects;
    this.options = options;
  }

  /**
   * Fails if a name shows a compression that Spark does not support.
   *
   * @throws RunFailure {@code MalformedData} with the first of them
   */
  void requireKnownEndings() {
    for (StoredObject object : objects.objects()) {
      PackedEndings.of(object.key())
          .ifPresent(
              ending -> {
                throw malformed(
                    object,
                    "cannot be decompressed: Spark knows no objects that end in %s; compress it in another way, with a name that ends in %s"
                        .formatted(ending, ENDINGS));
              });
    }
  }

  /**
   * Fails if the first bytes of an object do not fit the compression that its name shows. Many
   * objects are checked in parallel; only the first bytes of each are read.
   *
   * @throws RunFailure {@code MalformedData} with the first of them
   */
  void requireHeads() {
    CompressionCodecFactory codecs =
        new CompressionCodecFactory(spark.sessionState().newHadoopConf());
    List<StoredObject> packed =
        objects.spread(HEADS).stream()
            .filter(object -> codecs.getCodec(new Path(objects.sparkPath(object))) != null)
            .toList();
    ParallelRequests.all(packed, object -> opened(object, true, ObjectHeads::packed, in -> object));
  }

  /** Processes the first part of an object. */
  interface Use<T> {
    T of(InputStream in) throws IOException;
  }

  /** The codec for an object. */
  private interface Decompression {
    InputStream of(CompressionCodec codec, InputStream stored) throws IOException;
  }

  /**
   * Opens an object for reading from its beginning.
   *
   * @param little whether only a little of it will be read
   */
  <T> T read(StoredObject object, boolean little, Use<T> use) {
    return opened(
        object, little, (codec, stored) -> codec.createInputStream(packed(codec, stored)), use);
  }

  private <T> T opened(
      StoredObject object, boolean little, Decompression decompression, Use<T> use) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Path path = new Path(objects.sparkPath(object));
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    Stored raw = null;
    try (InputStream stored = open(object, path, hadoop, little)) {
      raw = new Stored(stored);
      try (InputStream in = codec == null ? known(object, raw) : decompression.of(codec, raw)) {
        return use.of(in);
      }
    } catch (IOException e) {
      if (raw != null && !raw.hasFailed() && codec != null) {
        throw undecompressed(object, codec, e);
      }
      throw new UncheckedIOException(e);
    } catch (RunFailure e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      // Codecs throw these if a library is missing, or if the data has another format.
      if (raw != null && !raw.hasFailed() && codec != null) {
        throw undecompressed(object, codec, e);
      }
      throw e;
    }
  }

  private static InputStream open(
      StoredObject object, Path path, Configuration hadoop, boolean little) throws IOException {
    return FutureIO.awaitFuture(
        path.getFileSystem(hadoop)
            .openFile(path)
            .optLong("fs.option.openfile.length", object.size())
            .opt("fs.option.openfile.read.policy", little ? "random" : "sequential")
            .build());
  }

  /** Fails if the first bytes are those of another format. */
  private InputStream known(StoredObject object, InputStream raw) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, LONGEST_SIGN);
    byte[] first = in.readNBytes(LONGEST_SIGN);
    in.unread(first);
    String hex = HexFormat.of().formatHex(first);
    Optional<String> sign = SIGNS.keySet().stream().filter(hex::startsWith).findFirst();
    boolean asExpected = hex.startsWith("fffe") || hex.startsWith("feff");
    if (sign.isPresent() && !(asExpected && options.readsMarkOf16Bits())) {
      throw malformed(object, "is " + SIGNS.get(sign.get()));
    }
    return in;
  }

  private static InputStream packed(CompressionCodec codec, InputStream raw) throws IOException {
    Optional<Head> head = Head.of(codec);
    return head.isPresent() ? head.get().required(raw) : raw;
  }

  private RunFailure undecompressed(StoredObject object, CompressionCodec codec, Throwable e) {
    return new RunFailure(
        FailureReason.MALFORMED_DATA,
        "%s cannot be decompressed as its name says (%s): it is damaged, or compressed in another way; compress it again, with a name that ends in %s"
            .formatted(objects.sparkPath(object), codec.getDefaultExtension(), ENDINGS),
        e);
  }

  private RunFailure malformed(StoredObject object, String what) {
    return new RunFailure(FailureReason.MALFORMED_DATA, objects.sparkPath(object) + " " + what);
  }
}
