package dev.sparkbench.runner.statistics;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Tells of some thousand keys which ones occur once, missing some of them. Not for use by two
 * threads.
 */
public final class Loners {

  /** How many keys it can look at. */
  static final int MAX_KEYS = 4096;

  private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

  // Eight spots for a key: of keys that differ, one in nine shares its spot with another.
  private static final int SPOT_BITS = 15;

  private static final int ONE = 1;

  // As many ones, in binary, as keys fell on the spot, but at most eight.
  private final byte[] spots = new byte[1 << SPOT_BITS];

  private final long[] kept = new long[MAX_KEYS];
  private int size;

  /** Forgets the keys so far, and looks at others. */
  void lookAt(long[] keys, int from, int to) {
    Arrays.fill(spots, (byte) 0);
    size = 0;
    for (int i = from; i < to; i++) {
      int spot = spot(keys[i]);
      spots[spot] = (byte) (spots[spot] << 1 | ONE);
    }
  }

  private static int spot(long key) {
    return (int) ((key * SPREAD) >>> (Long.SIZE - SPOT_BITS));
  }

  /** Whether a key certainly occurs once among those that were looked at. */
  boolean isAlone(long key) {
    return spots[spot(key)] == ONE;
  }

  /** Puts a key aside. */
  void keep(long key) {
    kept[size++] = key;
  }

  /** How many keys were put aside. */
  int kept() {
    return size;
  }

  /** Does something with each key that was put aside. */
  void forEach(LongConsumer action) {
    for (int i = 0; i < size; i++) {
      action.accept(kept[i]);
    }
  }
}
