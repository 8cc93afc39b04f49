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

  private static final int WORD_BITS = 6;

  // Eight spots for a key: of keys that differ, one in nine shares its spot with another. Only
  // those get a second chance, for which one spot each would do.
  private final Spots spots = new Spots(15, SPREAD);
  private final Spots secondSpots = new Spots(12, SECOND_SPREAD);

  private final long[] alone = new long[MAX_KEYS];
  private int aloneSize;
  private final long[] others = new long[MAX_KEYS];
  private int othersSize;

  /** Forgets the keys so far, and looks at others. */
  void lookAt(long[] keys, int from, int to) {
    spots.mark(keys, from, to);
    aloneSize = 0;
    othersSize = 0;
    for (int i = from; i < to; i++) {
      divide(keys[i], spots.shared(keys[i]));
    }
    secondSpots.mark(others, 0, othersSize);
    int left = othersSize;
    othersSize = 0;
    for (int i = 0; i < left; i++) {
      divide(others[i], secondSpots.shared(others[i]));
    }
  }

  // Written to both, as a processor cannot foresee which it is.
  private void divide(long key, int shared) {
    alone[aloneSize] = key;
    others[othersSize] = key;
    aloneSize += 1 - shared;
    othersSize += shared;
  }

  /** Which of some spots keys fall on, and on which of them more than one does. */
  private static final class Spots {

    private final int shift;
    private final long spread;
    private final long[] taken;
    private final long[] shared;

    Spots(int bits, long spread) {
      this.shift = Long.SIZE - bits;
      this.spread = spread;
      this.taken = new long[1 << bits >>> WORD_BITS];
      this.shared = new long[taken.length];
    }

    void mark(long[] keys, int from, int to) {
      Arrays.fill(taken, 0);
      Arrays.fill(shared, 0);
      for (int i = from; i < to; i++) {
        int spot = spot(keys[i]);
        int word = spot >>> WORD_BITS;
        // Of a shift's distance, Java takes what is within a word.
        long bit = 1L << spot;
        shared[word] |= taken[word] & bit;
        taken[word] |= bit;
      }
    }

    /** 1 if another key fell on this one's spot, 0 otherwise. */
    int shared(long key) {
      int spot = spot(key);
      return (int) (shared[spot >>> WORD_BITS] >>> spot) & 1;
    }

    private int spot(long key) {
      return (int) ((key * spread) >>> shift);
    }
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
