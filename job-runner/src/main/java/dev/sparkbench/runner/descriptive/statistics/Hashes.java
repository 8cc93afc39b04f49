// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

/** Spreads 64-bit values over all 64 bits. */
public final class Hashes {

  /** The hash of a null. */
  public static final long NULL = 0x9E37_79B9_7F4A_7C15L;

  private static final long ROW_FACTOR = 0x2545_F491_4F6C_DD1DL;

  private Hashes() {}

  /** A one-to-one mapping whose every output bit depends on every input bit. */
  public static long mix(long value) {
    // Stafford's thirteenth variant of MurmurHash3's finaliser.
    long z = value + NULL;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** Mixes the first values of an array into another. */
  public static void mix(long[] values, int size, long[] hashes) {
    for (int i = 0; i < size; i++) {
      hashes[i] = mix(values[i]);
    }
  }

  /** Extends the hash of a row by the hash of one more column; the order of columns matters. */
  public static long append(long row, long hash) {
    return row * ROW_FACTOR + hash;
  }
}
