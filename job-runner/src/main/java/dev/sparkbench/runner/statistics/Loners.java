package dev.sparkbench.runner.statistics;

import java.util.Arrays;

/**
 * Splits up to {@value #MAX_KEYS} keys into definite singletons, that is, keys that occur once, and
 * the rest. The rest may contain a few singletons that were not detected. Not thread-safe.
 */
public final class Loners {

  /** The largest number of keys at a time. */
  static final int MAX_KEYS = 4096;

  private static final int WORD_BITS = 6;

  // Eight cells per key: about one distinct key in nine shares its cell with another one.
  private static final int SPOT_BITS = 15;
  private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

  // Keys that share a cell are spread again, with at least as many cells per key.
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

  // Singletons; those found in a further spreading come first.
  private final long[] alone = new long[MAX_KEYS];
  private int aloneKnown;
  private final long[] others = new long[MAX_KEYS];
  private int othersSize;

  /** Splits the keys of a part of an array; results of earlier keys are gone. */
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
   * The definite singletons: the first {@link #aloneSize} values of the array, which the caller may
   * change. Call it once per {@link #lookAt}.
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

  /**
   * The other keys, each as often as it occurs: the first {@link #othersSize} values of the array.
   */
  long[] others() {
    return others;
  }

  int othersSize() {
    return othersSize;
  }

  /**
   * A bitmap of the cells that keys are hashed to, and of those that more than one key is hashed
   * to.
   */
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

    /** Marks a cell as used; true if it was free. */
    boolean take(int spot) {
      return set(taken, spot);
    }

    /** Marks a cell as shared; true if it was not. */
    boolean share(int spot) {
      return set(shared, spot);
    }

    boolean isShared(int spot) {
      return (shared[spot >>> WORD_BITS] & 1L << spot) != 0;
    }

    private static boolean set(long[] words, int spot) {
      int word = spot >>> WORD_BITS;
      // Java shifts by the distance modulo 64.
      long bit = 1L << spot;
      boolean was = (words[word] & bit) != 0;
      words[word] |= bit;
      return !was;
    }
  }
}
