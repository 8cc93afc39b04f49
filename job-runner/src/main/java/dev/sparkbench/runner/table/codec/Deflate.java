// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.hadoop.io.compress.DeflateCodec;

/** Reads objects that end in {@code .deflate}. Errors name the object. */
public final class Deflate extends DeflateCodec {

  @Override
  public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor)
      throws IOException {
    return Decompressed.of(in, stored -> super.createInputStream(stored, decompressor));
  }
}
