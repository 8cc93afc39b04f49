// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/** Reads objects that end in {@code .snappy}, as Hadoop and Spark write them. */
public final class SnappyBlocks extends ReadingCodec {

  @Override
  InputStream decompressed(InputStream in) {
    return new Blocks(in, SnappyBlocks::decompress);
  }

  private static byte[] decompress(byte[] chunk, int most) throws IOException {
    if (chunk.length == 0 || Snappy.uncompressedLength(chunk) > most) {
      throw new IOException("a chunk that is longer than its block");
    }
    return Snappy.uncompress(chunk);
  }

  @Override
  public String getDefaultExtension() {
    return ".snappy";
  }
}
