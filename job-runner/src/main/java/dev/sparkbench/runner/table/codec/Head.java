// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.io.compress.CompressionCodec;

/** The first bytes of the supported compression formats. */
public enum Head {
  /** RFC 1952, section 2.3.1: two bytes for gzip, one for its only method. */
  GZIP(".gz") {
    @Override
    boolean fits(byte[] head) {
      return startsWith(head, "1f8b08");
    }
  },
  /** The size of blocks, then the mark of a block, or of the end of an empty file. */
  BZIP2(".bz2") {
    @Override
    boolean fits(byte[] head) {
      return startsWith(head, "425a68")
          && head.length > BLOCK_SIZE
          && head[BLOCK_SIZE] >= '1'
          && head[BLOCK_SIZE] <= '9'
          && (contains(head, BLOCK_SIZE + 1, "314159265359")
              || contains(head, BLOCK_SIZE + 1, "177245385090"));
    }
  },
  /** RFC 8878, section 3.1: a frame, or one to be skipped. */
  ZSTANDARD(".zst") {
    @Override
    boolean fits(byte[] head) {
      return startsWith(head, "28b52ffd")
          || head.length > 0 && (head[0] & 0xf0) == 0x50 && contains(head, 1, "2a4d18");
    }
  },
  /** RFC 1950, section 2.2: method 8, and a sum that 31 divides. */
  DEFLATE(".deflate") {
    @Override
    boolean fits(byte[] head) {
      return head.length >= 2
          && (head[0] & 0x0f) == 8
          && ((head[0] & 0xff) * 256 + (head[1] & 0xff)) % 31 == 0;
    }
  },
  /** Hadoop's block: its length, and that of its first chunk. */
  SNAPPY(".snappy") {
    @Override
    boolean fits(byte[] head) {
      return isBlock(head);
    }
  },
  /** Hadoop's block, too. */
  LZ4(".lz4") {
    @Override
    boolean fits(byte[] head) {
      return isBlock(head);
    }
  };

  /** The number of bytes that are checked. */
  public static final int LENGTH = 10;

  private static final int BLOCK_SIZE = 3;

  private final String ending;

  Head(String ending) {
    this.ending = ending;
  }

  /** The required first bytes for a codec; empty for other codecs. */
  public static Optional<Head> of(CompressionCodec codec) {
    String name = codec.getDefaultExtension();
    return Arrays.stream(values()).filter(head -> name.equals(head.ending)).findFirst();
  }

  abstract boolean fits(byte[] head);

  /**
   * Fails if these are not the first bytes of this format. An empty object is valid.
   *
   * @param length the number of bytes; if it is below {@link #LENGTH}, these are all bytes of the
   *     object
   */
  void require(byte[] bytes, int length) throws IOException {
    byte[] head = Arrays.copyOf(bytes, length);
    if (head.length > 0 && !fits(head)) {
      throw new IOException("the first bytes are not those of " + ending);
    }
  }

  /** A stream with the same bytes, after a check of the first ones. */
  public InputStream required(InputStream in) throws IOException {
    PushbackInputStream again = new PushbackInputStream(in, LENGTH);
    byte[] head = again.readNBytes(LENGTH);
    require(head, head.length);
    again.unread(head);
    return again;
  }

  private static boolean startsWith(byte[] head, String hex) {
    return contains(head, 0, hex);
  }

  private static boolean contains(byte[] head, int at, String hex) {
    byte[] sign = HexFormat.of().parseHex(hex);
    return head.length >= at + sign.length
        && Arrays.equals(head, at, at + sign.length, sign, 0, sign.length);
  }

  private static boolean isBlock(byte[] head) {
    // A length of 0 alone is an empty file.
    return Arrays.equals(head, new byte[Integer.BYTES])
        || head.length >= 2 * Integer.BYTES
            && isLength(ByteBuffer.wrap(head).getInt(0))
            && isLength(ByteBuffer.wrap(head).getInt(Integer.BYTES));
  }

  private static boolean isLength(int length) {
    return length >= 0 && length <= Blocks.LONGEST;
  }
}
