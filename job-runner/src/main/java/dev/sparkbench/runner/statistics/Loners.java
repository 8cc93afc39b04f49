package dev.sparkbench.runner.statistics;

import java.util.Arrays;

/**
 * Divides some thousand keys into those that certainly occur once and the others, among which a few
 * that occur once may be. Not for use by two threads.
 */
public final class Loners {

  /** How many keys it can look at. */
  static final int MAX_KEYS = 4096;

  private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;
  private static final long SECOND_SPREAD = 0xA24B_AED4_963E_E407L;

  // Eight spots for a key: of keys that differ, one in nine shares its spot with another. Only
  // those get a second chance, for which one spot each would do.
  private static final int SPOT_BITS = 15;
  private static final int SECOND_SPOT_BITS = 12;

  private static final int ONE = 1;

  // As many ones, in binary, as keys fell on the spot, but at most eight.
  private final byte[] spots = new byte[1 << SPOT_BITS];
  private final byte[] secondSpots = new byte[1 << SECOND_SPOT_BITS];

  private final long[] alone = new long[MAX_KEYS];
  private int aloneSize;
  private final long[] others = new long[MAX_KEYS];
  private int othersSize;

  /** Forgets the keys so far, and looks at others. */
  void lookAt(long[] keys, int from, int to) {
    Arrays.fill(spots, (byte) 0);
    for (int i = from; i < to; i++) {
      mark(spots, spot(keys[i]));
    }
    aloneSize = 0;
    othersSize = 0;
    for (int i = from; i < to; i++) {
      long key = keys[i];
      boolean once = spots[spot(key)] == ONE;
      alone[aloneSize] = key;
      others[othersSize] = key;
      aloneSize += once ? 1 : 0;
      othersSize += once ? 0 : 1;
    }
    lookAgain();
  }

  private void lookAgain() {
    Arrays.fill(secondSpots, (byte) 0);
    for (int i = 0; i < othersSize; i++) {
      mark(secondSpots, secondSpot(others[i]));
    }
    int kept = 0;
    for (int i = 0; i < othersSize; i++) {
      long key = others[i];
      if (secondSpots[secondSpot(key)] == ONE) {
        alone[aloneSize++] = key;
      } else {
        others[kept++] = key;
      }
    }
    othersSize = kept;
  }

  private static void mark(byte[] marks, int spot) {
    marks[spot] = (byte) (marks[spot] << 1 | ONE);
  }

  private static int spot(long key) {
    return (int) ((key * SPREAD) >>> (Long.SIZE - SPOT_BITS));
  }

  private static int secondSpot(long key) {
    return (int) ((key * SECOND_SPREAD) >>> (Long.SIZE - SECOND_SPOT_BITS));
  }

  /** The keys that occur once: the first {@link #aloneSize} of the array, which may be changed. */
  long[] alone() {
    return alone;
  }

  int aloneSize() {
    return aloneSize;
  }

  /** The other keys, as often as they occur: the first {@link #othersSize} of the array. */
  long[] others() {
    return others;
  }

  int othersSize() {
    return othersSize;
  }
}
