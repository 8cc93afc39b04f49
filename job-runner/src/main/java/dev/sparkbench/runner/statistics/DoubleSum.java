package dev.sparkbench.runner.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact sum of doubles, which therefore does not depend on the order of adding. It is a fixed
 * point number wide enough for every double, in digits of 32 bits that are kept in longs, so that
 * carries need to be passed on only now and then.
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

  // Exponents reach digits 0 to 64, carries of up to 2⁶³ values two more, the sign one.
  private static final int DIGITS = 68;

  // A value adds less than 2⁵³ to a digit.
  private static final int VALUES_WITHOUT_CARRY = 1 << 9;

  // So many values are cut into slices at once, if the largest leaves room for their sum above it.
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
   * Cuts each value into an upper and a lower slice, sums of which are exact in doubles; false,
   * with nothing done, if there is more to a value than that.
   */
  private boolean addSlices(double[] values, int from, int to) {
    // Of numbers without their signs, bits are in the same order; NaN's are above all.
    long largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Double.doubleToRawLongBits(values[i]) & Long.MAX_VALUE);
    }
    int exponent = (int) (largest >>> FRACTION_BITS);
    if (exponent > HIGHEST_SLICED) {
      return false;
    }
    // A number is rounded to the last place of one so large that the sum of all has no more places.
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

  /** Whether {@link #value} is the sum: not if a value was NaN or infinite. */
  public boolean isFinite() {
    return !nan && !positiveInfinity && !negativeInfinity;
  }

  /** NaN or an infinity, as adding such values gives it; only if it is not finite. */
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
        // Ends after as many digits as there are halvings.
        : new BigDecimal(odd).divide(new BigDecimal(BigInteger.TWO.pow(-exponent)));
  }
}
