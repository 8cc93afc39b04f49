// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;

/** A codec of Hadoop's that decompresses from the beginning to the end, and does not compress. */
abstract class ReadingCodec implements CompressionCodec {

  /** The bytes that were compressed. */
  abstract InputStream decompressed(InputStream in) throws IOException;

  @Override
  public final CompressionInputStream createInputStream(InputStream in) throws IOException {
    return Decompressed.of(in, this::decompressed);
  }

  @Override
  public final CompressionInputStream createInputStream(InputStream in, Decompressor decompressor)
      throws IOException {
    return createInputStream(in);
  }

  @Override
  public final Class<? extends Decompressor> getDecompressorType() {
    return null;
  }

  @Override
  public final Decompressor createDecompressor() {
    return null;
  }

  @Override
  public final CompressionOutputStream createOutputStream(OutputStream out) {
    throw new UnsupportedOperationException("objects of a dataset are read only");
  }

  @Override
  public final CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor) {
    return createOutputStream(out);
  }

  @Override
  public final Class<? extends Compressor> getCompressorType() {
    return null;
  }

  @Override
  public final Compressor createCompressor() {
    return null;
  }
}
