// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

/**
 * Maps doubles to longs with the same order: -∞ below all numbers, NaN above +∞, as Spark sorts
 * them. 0.0 and -0.0 have the same key, and so have all NaNs.
 */
public final class Keys {

  /** The key of NaN. */
  public static final long NAN = ofDouble(Double.NaN);

  /** The key of +∞. */
  public static final long POSITIVE_INFINITY = ofDouble(Double.POSITIVE_INFINITY);

  /** The key of -∞. */
  public static final long NEGATIVE_INFINITY = ofDouble(Double.NEGATIVE_INFINITY);

  private Keys() {}

  /** The key of a double. */
  public static long ofDouble(double value) {
    // Adding zero turns -0.0 into 0.0.
    long bits = Double.doubleToLongBits(value + 0.0);
    return ordered(bits);
  }

  /** The double of a key. */
  public static double toDouble(long key) {
    return Double.longBitsToDouble(ordered(key));
  }

  /**
   * Reverses the order of negative doubles, whose bits are in descending order. The mapping is its
   * own inverse.
   */
  private static long ordered(long bits) {
    return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
  }
}
