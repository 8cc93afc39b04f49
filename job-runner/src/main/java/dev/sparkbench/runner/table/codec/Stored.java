// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The stored bytes of an object. Remembers whether reading them from the store failed. */
public class Stored extends FilterInputStream {

  private boolean failed;

  /** Reads what another stream reads. */
  public Stored(InputStream in) {
    super(in);
  }

  /** Whether reading itself failed, and not decompression. */
  public final boolean hasFailed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return super.read(into, offset, length);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }
}
