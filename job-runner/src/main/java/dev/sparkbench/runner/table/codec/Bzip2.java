// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.hadoop.io.compress.SplitCompressionInputStream;

/**
 * Reads objects that end in {@code .bz2}. Hadoop's own codec searches for the first block anywhere,
 * and treats an object without blocks as empty. To find its part of an object, it reads from the
 * beginning anyway; this codec checks the bytes that it reads there.
 */
public final class Bzip2 extends BZip2Codec {

  @Override
  public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor)
      throws IOException {
    return Decompressed.of(
        in, stored -> super.createInputStream(Head.BZIP2.required(stored), decompressor));
  }

  @Override
  public SplitCompressionInputStream createInputStream(
      InputStream in, Decompressor decompressor, long start, long end, READ_MODE mode)
      throws IOException {
    Watched stored = new Watched(in);
    return new DecompressedPart(
        stored,
        Decompressed.explaining(
            stored, () -> super.createInputStream(stored, decompressor, start, end, mode)));
  }

  /** A seekable stream whose first bytes must be those of bzip2. */
  private static final class Watched extends Stored implements Seekable, PositionedReadable {

    private final Seekable seekable;
    private final PositionedReadable positioned;
    private final byte[] head = new byte[Head.LENGTH];
    private int seen;

    Watched(InputStream in) {
      super(in);
      this.seekable = (Seekable) in;
      this.positioned = (PositionedReadable) in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      long from = seekable.getPos();
      int some = super.read(into, offset, length);
      if (seen < head.length && from == seen) {
        look(into, offset, some);
      }
      return some;
    }

    private void look(byte[] bytes, int offset, int some) throws IOException {
      int more = Math.min(Math.max(some, 0), head.length - seen);
      System.arraycopy(bytes, offset, head, seen, more);
      seen += more;
      if (seen == head.length || some < 0 && seen > 0) {
        Head.BZIP2.require(head, seen);
        seen = head.length;
      }
    }

    @Override
    public void seek(long position) throws IOException {
      seekable.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return seekable.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) throws IOException {
      return seekable.seekToNewSource(target);
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      return positioned.read(position, into, offset, length);
    }

    @Override
    public void readFully(long position, byte[] into, int offset, int length) throws IOException {
      positioned.readFully(position, into, offset, length);
    }

    @Override
    public void readFully(long position, byte[] into) throws IOException {
      positioned.readFully(position, into);
    }
  }
}
