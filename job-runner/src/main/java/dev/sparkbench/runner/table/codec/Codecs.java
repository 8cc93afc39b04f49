// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The codecs that replace Hadoop's. Hadoop's codecs need a native library, or treat truncated
 * objects and objects in another format as shorter ones, or do not name the object that they cannot
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

  /** Makes Hadoop, and so Spark, use these codecs. */
  public static void register(Configuration hadoop) {
    // If several codecs have the same extension, Hadoop uses the last one.
    Set<String> all = new LinkedHashSet<>(hadoop.getTrimmedStringCollection(CODECS));
    OURS.stream().map(Class::getName).forEach(all::add);
    hadoop.set(CODECS, String.join(",", all));
  }
}
