// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import org.apache.hadoop.io.compress.SplitCompressionInputStream;

/** The decompressed bytes of a part of an object. Errors name the object. */
final class DecompressedPart extends SplitCompressionInputStream {

  private final Stored stored;
  private final SplitCompressionInputStream part;

  DecompressedPart(Stored stored, SplitCompressionInputStream part) throws IOException {
    super(stored, part.getAdjustedStart(), part.getAdjustedEnd());
    this.stored = stored;
    this.part = part;
  }

  @Override
  public int read() throws IOException {
    return Decompressed.explaining(stored, part::read);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return Decompressed.explaining(stored, () -> part.read(into, offset, length));
  }

  @Override
  public long getPos() throws IOException {
    return part.getPos();
  }

  @Override
  public long getAdjustedStart() {
    return part.getAdjustedStart();
  }

  @Override
  public long getAdjustedEnd() {
    return part.getAdjustedEnd();
  }

  @Override
  public void resetState() throws IOException {
    part.resetState();
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
