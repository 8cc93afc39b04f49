// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the format of Hadoop's codecs for Snappy and LZ4. It has blocks, each with its uncompressed
 * length and then chunks; each chunk has its compressed length and the compressed bytes. Hadoop's
 * own stream treats an end in the middle of a block as the end of the data, and allocates memory
 * for whatever length it reads, even from data in another format.
 */
final class Blocks extends InputStream {

  /** Decompresses a chunk. */
  interface Chunks {

    /**
     * Returns the bytes of a chunk.
     *
     * @param most how many there are at most
     * @throws IOException if it is damaged
     */
    byte[] decompress(byte[] chunk, int most) throws IOException;
  }

  /** The usual length of a chunk is 256 KiB; that of a block is what was written at a time. */
  static final int LONGEST = 64 << 20;

  private final DataInputStream in;
  private final Chunks chunks;
  private byte[] bytes = new byte[0];
  private int at;
  private int leftInBlock;

  Blocks(InputStream in, Chunks chunks) {
    this.in = new DataInputStream(in);
    this.chunks = chunks;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int some = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, offset, some);
    at += some;
    return some;
  }

  private boolean hasMore() throws IOException {
    while (at == bytes.length) {
      while (leftInBlock == 0) {
        int first = in.read();
        if (first < 0) {
          return false;
        }
        leftInBlock = length((first << 24) | (next() << 16) | (next() << 8) | next());
      }
      byte[] chunk = new byte[length(in.readInt())];
      in.readFully(chunk);
      bytes = chunks.decompress(chunk, leftInBlock);
      at = 0;
      if (bytes.length == 0 || bytes.length > leftInBlock) {
        throw new IOException("a chunk of another length than its block says");
      }
      leftInBlock -= bytes.length;
    }
    return true;
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the end in the middle of a length");
    }
    return next;
  }

  private static int length(int length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new IOException("no length of a block: " + length);
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
