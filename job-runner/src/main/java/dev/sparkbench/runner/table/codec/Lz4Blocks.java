// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Reads objects that end in {@code .lz4}, as Hadoop and Spark write them. */
public final class Lz4Blocks extends ReadingCodec {

  /** The largest expansion of a byte of LZ4. */
  private static final int MOST_OF_A_BYTE = 255;

  @Override
  InputStream decompressed(InputStream in) {
    return new Blocks(in, Lz4Blocks::decompress);
  }

  private static byte[] decompress(byte[] chunk, int most) throws IOException {
    try {
      return LZ4Factory.fastestInstance()
          .safeDecompressor()
          .decompress(chunk, (int) Math.min(most, (long) chunk.length * MOST_OF_A_BYTE));
    } catch (LZ4Exception e) {
      throw new IOException("a chunk that is damaged", e);
    }
  }

  @Override
  public String getDefaultExtension() {
    return ".lz4";
  }
}
