// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads objects that end in {@code .zst}. Hadoop's own codec needs a native library of Hadoop,
 * which is not in the image; this one uses the library with which Spark itself compresses.
 */
public final class Zstandard extends ReadingCodec {

  @Override
  InputStream decompressed(InputStream in) throws IOException {
    return new ZstdInputStream(in);
  }

  @Override
  public String getDefaultExtension() {
    return ".zst";
  }
}
