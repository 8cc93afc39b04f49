package dev.sparkbench.runner.statistics;

import java.util.Arrays;

/**
 * Divides some thousand keys into those that certainly occur once and the others, among which a few
 * that occur once may be. Not for use by two threads.
 */
public final class Loners {

  /** How many keys it can look at. */
  static final int MAX_KEYS = 4096;

  private static final int WORD_BITS = 6;

  // Eight spots for a key: of keys that differ, one in nine shares its spot with another.
  private static final int SPOT_BITS = 15;
  private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

  // Those get more chances, with as many spots for each or more.
  private static final int MORE_SPOT_BITS = 12;
  private static final long[] MORE_SPREADS = {
    0xA24B_AED4_963E_E407L, 0x9FB2_1C65_1E98_DF25L, 0xC13F_A9A9_02A6_328FL
  };

  private final Spots spots = new Spots(SPOT_BITS);
  private final Spots moreSpots = new Spots(MORE_SPOT_BITS);
  private final short[] firstOfSpot = new short[1 << SPOT_BITS];

  private long[] keys;
  private int from;
  private int to;

  // At first those of the others that were found to be alone.
  private final long[] alone = new long[MAX_KEYS];
  private int aloneKnown;
  private final long[] others = new long[MAX_KEYS];
  private int othersSize;

  /** Forgets the keys so far, and looks at others. */
  void lookAt(long[] array, int first, int end) {
    keys = array;
    from = first;
    to = end;
    aloneKnown = 0;
    findOthers();
    for (long spread : MORE_SPREADS) {
      divideOthers(spread);
    }
  }

  private void findOthers() {
    spots.clear();
    othersSize = 0;
    for (int i = from; i < to; i++) {
      int spot = spots.of(keys[i], SPREAD);
      if (spots.take(spot)) {
        firstOfSpot[spot] = (short) (i - from);
      } else {
        if (spots.share(spot)) {
          others[othersSize++] = keys[from + firstOfSpot[spot]];
        }
        others[othersSize++] = keys[i];
      }
    }
  }

  private void divideOthers(long spread) {
    moreSpots.clear();
    for (int i = 0; i < othersSize; i++) {
      int spot = moreSpots.of(others[i], spread);
      if (!moreSpots.take(spot)) {
        moreSpots.share(spot);
      }
    }
    int shared = 0;
    for (int i = 0; i < othersSize; i++) {
      long key = others[i];
      if (moreSpots.isShared(moreSpots.of(key, spread))) {
        others[shared++] = key;
      } else {
        alone[aloneKnown++] = key;
      }
    }
    othersSize = shared;
  }

  /**
   * The keys that occur once: the first {@link #aloneSize} of the array, which may be changed. Only
   * to be asked for once.
   */
  long[] alone() {
    for (int i = from; i < to; i++) {
      if (!spots.isShared(spots.of(keys[i], SPREAD))) {
        alone[aloneKnown++] = keys[i];
      }
    }
    return alone;
  }

  int aloneSize() {
    return to - from - othersSize;
  }

  /** The other keys, as often as they occur: the first {@link #othersSize} of the array. */
  long[] others() {
    return others;
  }

  int othersSize() {
    return othersSize;
  }

  /** Which of some spots keys fall on, and on which of them more than one does. */
  private static final class Spots {

    private final int shift;
    private final long[] taken;
    private final long[] shared;

    Spots(int bits) {
      this.shift = Long.SIZE - bits;
      this.taken = new long[1 << bits >>> WORD_BITS];
      this.shared = new long[taken.length];
    }

    void clear() {
      Arrays.fill(taken, 0);
      Arrays.fill(shared, 0);
    }

    int of(long key, long spread) {
      return (int) ((key * spread) >>> shift);
    }

    /** Whether a spot was free; it no longer is. */
    boolean take(int spot) {
      return set(taken, spot);
    }

    /** Whether a spot was not shared; it is now. */
    boolean share(int spot) {
      return set(shared, spot);
    }

    boolean isShared(int spot) {
      return (shared[spot >>> WORD_BITS] & 1L << spot) != 0;
    }

    private static boolean set(long[] words, int spot) {
      int word = spot >>> WORD_BITS;
      // Of a shift's distance, Java takes what is within a word.
      long bit = 1L << spot;
      boolean was = (words[word] & bit) != 0;
      words[word] |= bit;
      return !was;
    }
  }
}
