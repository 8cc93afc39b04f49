// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;
import java.math.BigInteger;

/** The exact sum of integers. It has 128 bits, enough for 2⁶⁴ values of 64 bits. */
public final class IntegerSum implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int HALF = 32;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private long high;
  private long low;

  /** Adds the first values of an array. */
  public void add(long[] values, int size) {
    // The sums of upper and of lower halves cannot overflow within 2³¹ values, more than an array
    // can have.
    long lows = 0;
    long highs = 0;
    for (int i = 0; i < size; i++) {
      lows += values[i] & LOW_HALF;
      highs += values[i] >> HALF;
    }
    add(highs >> HALF, highs << HALF);
    add(0, lows);
  }

  /** Adds another sum. */
  public void merge(IntegerSum other) {
    add(other.high, other.low);
  }

  private void add(long otherHigh, long otherLow) {
    low += otherLow;
    boolean carry = Long.compareUnsigned(low, otherLow) < 0;
    high += otherHigh + (carry ? 1 : 0);
  }

  /** The sum. */
  public BigInteger value() {
    BigInteger upper =
        BigInteger.valueOf(high).shiftLeft(HALF).add(BigInteger.valueOf(low >>> HALF));
    return upper.shiftLeft(HALF).add(BigInteger.valueOf(low & LOW_HALF));
  }
}
