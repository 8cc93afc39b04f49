package dev.sparkbench.runner.table.codec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The codecs that are read with in place of Hadoop's: theirs need a native library, or take objects
 * that are cut off or of another kind for shorter ones, or do not say which object they cannot
 * decompress.
 */
public final class Codecs {

  private static final String CODECS = "io.compression.codecs";

  private static final List<Class<?>> OURS =
      List.of(
          Bzip2.class,
          Deflate.class,
          Gzip.class,
          Lz4Blocks.class,
          SnappyBlocks.class,
          Zstandard.class);

  private Codecs() {}

  /** Has Hadoop, and so Spark, use them. */
  public static void register(Configuration hadoop) {
    // Of several for one ending, Hadoop takes the last.
    Set<String> all = new LinkedHashSet<>(hadoop.getTrimmedStringCollection(CODECS));
    OURS.stream().map(Class::getName).forEach(all::add);
    hadoop.set(CODECS, String.join(",", all));
  }
}
