// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact sum of doubles. Because it is exact, it does not depend on the order of adding. The sum
 * is a fixed-point number that is wide enough for every double. Its digits have 32 bits and are
 * kept in longs, so that carries must be propagated only from time to time.
 *
 * <p>Sources: Neal, "Fast exact summation using small and large superaccumulators", 2015 (the small
 * one); for slices, Rump, Ogita, Oishi, "Accurate floating-point summation", 2008.
 */
public final class DoubleSum implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int DIGIT_BITS = 32;
  private static final long DIGIT = 0xFFFF_FFFFL;
  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x7FF;

  // The last digit's unit: a double is fraction · 2^(exponent - 1075).
  private static final int UNIT = 1075;

  // Exponents need digits 0 to 64, carries of up to 2⁶³ values two more, the sign one more.
  private static final int DIGITS = 68;

  // A value adds less than 2⁵³ to a digit.
  private static final int VALUES_WITHOUT_CARRY = 1 << 9;

  // Values that are cut into slices together, unless the largest one is too large for their sum.
  private static final int SLICED_BITS = 12;
  private static final int SLICED_AT_ONCE = 1 << SLICED_BITS;
  private static final int BIAS = 1023;
  private static final int HIGHEST_SLICED = 2 * BIAS - SLICED_BITS - 1;

  private final long[] digits = new long[DIGITS];
  private boolean positiveInfinity;
  private boolean negativeInfinity;
  private boolean nan;

  /** Adds the first values of an array. */
  public void add(double[] values, int size) {
    for (int from = 0; from < size; from += SLICED_AT_ONCE) {
      int to = Math.min(size, from + SLICED_AT_ONCE);
      if (!addSlices(values, from, to)) {
        addEach(values, from, to);
      }
    }
  }

  /**
   * Cuts each value into an upper and a lower slice and adds the slices, which is exact in doubles.
   * False, with nothing added, if the two slices do not hold all of a value.
   */
  private boolean addSlices(double[] values, int from, int to) {
    // Without the sign, the bits of doubles have the same order as the numbers; NaN is above all.
    long largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Double.doubleToRawLongBits(values[i]) & Long.MAX_VALUE);
    }
    int exponent = (int) (largest >>> FRACTION_BITS);
    if (exponent > HIGHEST_SLICED) {
      return false;
    }
    // Adding and subtracting this number rounds a value to a place that sums of all values can
    // hold.
    double large = Math.scalb(1.5, exponent - BIAS + SLICED_BITS);
    double small = Math.scalb(large, SLICED_BITS - 2 - FRACTION_BITS);
    double upper = 0;
    double lower = 0;
    long rest = 0;
    for (int i = from; i < to; i++) {
      double value = values[i];
      double high = value + large - large;
      double left = value - high;
      double low = left + small - small;
      upper += high;
      lower += low;
      rest |= Double.doubleToRawLongBits(left - low);
    }
    if (rest != 0) {
      return false;
    }
    addEach(new double[] {upper, lower}, 0, 2);
    return true;
  }

  private void addEach(double[] values, int from, int to) {
    for (int i = from; i < to; i += VALUES_WITHOUT_CARRY) {
      addToDigits(values, i, Math.min(to, i + VALUES_WITHOUT_CARRY));
      carry();
    }
  }

  private void addToDigits(double[] values, int from, int to) {
    long[] sums = digits;
    for (int i = from; i < to; i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENT;
      long fraction = bits & FRACTION;
      if (exponent == EXPONENT) {
        special(values[i]);
        continue;
      }
      if (exponent == 0) {
        exponent = 1;
      } else {
        fraction |= FRACTION + 1;
      }
      long sign = bits >> (Long.SIZE - 1);
      int digit = exponent >>> 5;
      int shift = exponent & (DIGIT_BITS - 1);
      long lower = (fraction << shift) & DIGIT;
      long upper = fraction >>> (DIGIT_BITS - shift);
      sums[digit] += (lower ^ sign) - sign;
      sums[digit + 1] += (upper ^ sign) - sign;
    }
  }

  private void special(double value) {
    nan |= Double.isNaN(value);
    positiveInfinity |= value == Double.POSITIVE_INFINITY;
    negativeInfinity |= value == Double.NEGATIVE_INFINITY;
  }

  private void carry() {
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> DIGIT_BITS;
      digits[i] &= DIGIT;
    }
  }

  /** Adds another sum. */
  public void merge(DoubleSum other) {
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    carry();
    positiveInfinity |= other.positiveInfinity;
    negativeInfinity |= other.negativeInfinity;
    nan |= other.nan;
  }

  /** Whether {@link #value} is the sum; false if a value was NaN or infinite. */
  public boolean isFinite() {
    return !nan && !positiveInfinity && !negativeInfinity;
  }

  /** The sum if it is not finite: NaN or an infinity. */
  public double special() {
    if (nan || positiveInfinity == negativeInfinity) {
      return Double.NaN;
    }
    return positiveInfinity ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** The exact sum of the finite values. */
  public BigDecimal value() {
    BigInteger units = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--) {
      units = units.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
    }
    if (units.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int zeros = units.getLowestSetBit();
    int exponent = zeros - UNIT;
    BigInteger odd = units.shiftRight(zeros);
    return exponent >= 0
        ? new BigDecimal(odd.shiftLeft(exponent))
        // The quotient is exact: it has one decimal place per halving.
        : new BigDecimal(odd).divide(new BigDecimal(BigInteger.TWO.pow(-exponent)));
  }
}
