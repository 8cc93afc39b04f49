// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.util.Arrays;

/**
 * Splits up to {@value #MAX_KEYS} keys into definite singletons, that is, keys that occur once, and
 * the rest. The rest may contain a few singletons that were not detected. Not thread-safe.
 */
public final class SingletonFilter {

  /** The largest number of keys at a time. */
  static final int MAX_KEYS = 4096;

  private static final int WORD_BITS = 6;

  // Eight cells per key: about one distinct key in nine shares its cell with another one.
  private static final int CELL_BITS = 15;
  private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

  // Keys that share a cell are spread again, with at least as many cells per key.
  private static final int MORE_CELL_BITS = 12;
  private static final long[] MORE_SPREADS = {
    0xA24B_AED4_963E_E407L, 0x9FB2_1C65_1E98_DF25L, 0xC13F_A9A9_02A6_328FL
  };

  private final Cells cells = new Cells(CELL_BITS);
  private final Cells moreCells = new Cells(MORE_CELL_BITS);
  private final short[] firstOfCell = new short[1 << CELL_BITS];

  private long[] keys;
  private int from;
  private int to;

  // Singletons; those found in a further spreading come first.
  private final long[] singletons = new long[MAX_KEYS];
  private int singletonsKnown;
  private final long[] others = new long[MAX_KEYS];
  private int othersSize;

  /** Splits the keys of a part of an array; results of earlier keys are gone. */
  void split(long[] array, int first, int end) {
    keys = array;
    from = first;
    to = end;
    singletonsKnown = 0;
    findOthers();
    for (long spread : MORE_SPREADS) {
      divideOthers(spread);
    }
  }

  private void findOthers() {
    cells.clear();
    othersSize = 0;
    for (int i = from; i < to; i++) {
      int cell = cells.of(keys[i], SPREAD);
      if (cells.use(cell)) {
        firstOfCell[cell] = (short) (i - from);
      } else {
        if (cells.share(cell)) {
          others[othersSize++] = keys[from + firstOfCell[cell]];
        }
        others[othersSize++] = keys[i];
      }
    }
  }

  private void divideOthers(long spread) {
    moreCells.clear();
    for (int i = 0; i < othersSize; i++) {
      int cell = moreCells.of(others[i], spread);
      if (!moreCells.use(cell)) {
        moreCells.share(cell);
      }
    }
    int shared = 0;
    for (int i = 0; i < othersSize; i++) {
      long key = others[i];
      if (moreCells.isShared(moreCells.of(key, spread))) {
        others[shared++] = key;
      } else {
        singletons[singletonsKnown++] = key;
      }
    }
    othersSize = shared;
  }

  /**
   * The definite singletons: the first {@link #singletonsSize} values of the array, which the
   * caller may change. Call it once per {@link #split}.
   */
  long[] singletons() {
    for (int i = from; i < to; i++) {
      if (!cells.isShared(cells.of(keys[i], SPREAD))) {
        singletons[singletonsKnown++] = keys[i];
      }
    }
    return singletons;
  }

  int singletonsSize() {
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
  private static final class Cells {

    private final int shift;
    private final long[] used;
    private final long[] shared;

    Cells(int bits) {
      this.shift = Long.SIZE - bits;
      this.used = new long[1 << bits >>> WORD_BITS];
      this.shared = new long[used.length];
    }

    void clear() {
      Arrays.fill(used, 0);
      Arrays.fill(shared, 0);
    }

    int of(long key, long spread) {
      return (int) ((key * spread) >>> shift);
    }

    /** Marks a cell as used; true if it was free. */
    boolean use(int cell) {
      return set(used, cell);
    }

    /** Marks a cell as shared; true if it was not. */
    boolean share(int cell) {
      return set(shared, cell);
    }

    boolean isShared(int cell) {
      return (shared[cell >>> WORD_BITS] & 1L << cell) != 0;
    }

    private static boolean set(long[] words, int cell) {
      int word = cell >>> WORD_BITS;
      // Java shifts by the distance modulo 64.
      long bit = 1L << cell;
      boolean was = (words[word] & bit) != 0;
      words[word] |= bit;
      return !was;
    }
  }
}
