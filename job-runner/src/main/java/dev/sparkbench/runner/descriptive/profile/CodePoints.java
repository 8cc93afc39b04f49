// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Counts the characters (Unicode code points) of texts, eight bytes at a time. */
final class CodePoints {

  private static final long LOW_BITS = 0x0101_0101_0101_0101L;

  private CodePoints() {}

  static int count(UTF8String text) {
    Object base = text.getBaseObject();
    long offset = text.getBaseOffset();
    int bytes = text.numBytes();
    int continued = 0;
    int i = 0;
    for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
      long word = Platform.getLong(base, offset + i);
      // A byte 10xxxxxx continues a character: bit 7 is set and bit 6 is not.
      continued += Long.bitCount((word >>> 7) & ~(word >>> 6) & LOW_BITS);
    }
    for (; i < bytes; i++) {
      continued += (Platform.getByte(base, offset + i) & 0xC0) == 0x80 ? 1 : 0;
    }
    return bytes - continued;
  }
}
