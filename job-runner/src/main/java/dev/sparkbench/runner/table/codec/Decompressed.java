// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.compress.CompressionInputStream;

/** The decompressed bytes of an object. Errors name the object. */
final class Decompressed extends CompressionInputStream {

  /** Opens a codec's stream. */
  interface Opening<T extends InputStream> {
    T of(InputStream stored) throws IOException;
  }

  private final Stored stored;
  private final InputStream bytes;

  private Decompressed(Stored stored, InputStream bytes) throws IOException {
    super(stored);
    this.stored = stored;
    this.bytes = bytes;
  }

  /** Decompresses a stream of an object's bytes. */
  static Decompressed of(InputStream in, Opening<InputStream> opening) throws IOException {
    Stored stored = new Stored(in);
    return new Decompressed(stored, explaining(stored, () -> opening.of(stored)));
  }

  /** A step of decompression. */
  interface Step<T> {
    T run() throws IOException;
  }

  /**
   * Runs a step of decompression.
   *
   * @throws DamagedObjectException if it fails, unless the store failed
   */
  static <T> T explaining(Stored stored, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException e) {
      if (stored.hasFailed() || e instanceof DamagedObjectException) {
        throw e;
      }
      throw DamagedObjectException.because(e);
    } catch (RuntimeException | InternalError e) {
      // Hadoop's codecs throw this if the data has another format.
      if (stored.hasFailed()) {
        throw e;
      }
      throw DamagedObjectException.because(e);
    }
  }

  @Override
  public int read() throws IOException {
    return explaining(stored, bytes::read);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return explaining(stored, () -> bytes.read(into, offset, length));
  }

  @Override
  public void resetState() {
    throw new UnsupportedOperationException("an object is read once");
  }

  @Override
  public void close() throws IOException {
    bytes.close();
    super.close();
  }
}
