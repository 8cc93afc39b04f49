// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The mean and the central moments up to the fourth of numbers. Numbers are added as their
 * differences from a pivot, which should be one of them, so that even a million values around 10¹²
 * that differ in the last digit lose no precision. States over parts of the data, each with its own
 * pivot, can be merged in any order.
 *
 * <p>Source of the formulas: Pébay, "Formulas for robust, one-pass parallel computation of
 * covariances and arbitrary-order statistical moments", Sandia report SAND2008-6212.
 */
public final class Moments implements Serializable {

  private static final long serialVersionUID = 1L;

  private BigDecimal pivot;
  private long count;
  private boolean special;

  // The mean minus the pivot, and sums of powers of the differences from the mean.
  private double mean;
  private double m2;
  private double m3;
  private double m4;

  /** Sets the pivot; it must come before the first finite value. */
  public void pivot(BigDecimal value) {
    pivot = value;
  }

  /** Adds values, given as the first differences from the pivot in an array. */
  public void add(double[] deltas, int size) {
    add(deltas, size, false);
  }

  private void addFiniteOnes(double[] deltas, int size) {
    double[] finite = Arrays.stream(deltas, 0, size).filter(Double::isFinite).toArray();
    special |= finite.length < size;
    add(finite, finite.length, true);
  }

  private void add(double[] deltas, int size, boolean allAreFinite) {
    if (size == 0) {
      return;
    }
    // Differences from the mean so far. If this is far from the mean of the batch, the cancellation
    // below is small compared with the term for the distance between the means. Each sum has two
    // independent chains, because an addition must wait for the one before it.
    double center = count == 0 ? mean(deltas, size) : mean;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double t1 = 0;
    double t2 = 0;
    double t3 = 0;
    double t4 = 0;
    int even = size & ~1;
    for (int i = 0; i < even; i += 2) {
      double d = deltas[i] - center;
      double e = deltas[i + 1] - center;
      double dd = d * d;
      double ee = e * e;
      s1 += d;
      t1 += e;
      s2 += dd;
      t2 += ee;
      s3 += dd * d;
      t3 += ee * e;
      s4 += dd * dd;
      t4 += ee * ee;
    }
    if (even < size) {
      double d = deltas[even] - center;
      s1 += d;
      s2 += d * d;
      s3 += d * d * d;
      s4 += d * d * d * d;
    }
    s1 += t1;
    if (!allAreFinite && !Double.isFinite(s1)) {
      addFiniteOnes(deltas, size);
      return;
    }
    s2 += t2;
    s3 += t3;
    s4 += t4;
    double m = s1 / size;
    merge(
        size,
        center + m,
        Math.max(0, s2 - m * s1),
        s3 - 3 * m * s2 + 2 * m * m * s1,
        Math.max(0, s4 - 4 * m * s3 + 6 * m * m * s2 - 3 * m * m * m * s1));
  }

  private static double mean(double[] deltas, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += deltas[i];
    }
    return sum / size;
  }

  /** Adds another state. */
  public void merge(Moments other) {
    special |= other.special;
    if (count == 0) {
      pivot = other.pivot;
    }
    if (other.count > 0) {
      double apart = other.pivot.subtract(pivot).doubleValue();
      merge(other.count, other.mean + apart, other.m2, other.m3, other.m4);
    }
  }

  private void merge(long otherCount, double otherMean, double o2, double o3, double o4) {
    double a = count;
    double b = otherCount;
    double n = a + b;
    double d = otherMean - mean;
    double ab = a / n * b;
    m4 +=
        o4
            + d * d * d * d * ab * ((a / n) * (a / n) - (a / n) * (b / n) + (b / n) * (b / n))
            + 6 * d * d * ((a / n) * (a / n) * o2 + (b / n) * (b / n) * m2)
            + 4 * d * (a / n * o3 - b / n * m3);
    m3 += o3 + d * d * d * ab * ((a - b) / n) + 3 * d * (a / n * o2 - b / n * m2);
    m2 += o2 + d * d * ab;
    mean += d * (b / n);
    count += otherCount;
  }

  /** How many finite values there were. */
  public long count() {
    return count;
  }

  /** The mean, rounded to a double; NaN if a value was NaN or infinite, empty without values. */
  public OptionalDouble mean() {
    return defined(1, count == 0 ? 0 : pivot.add(finite(mean)).doubleValue());
  }

  /** The sample variance (over n - 1); needs two values. */
  public OptionalDouble variance() {
    return defined(2, m2 / (count - 1));
  }

  /** The square root of {@link #variance}. */
  public OptionalDouble standardDeviation() {
    return defined(2, Math.sqrt(m2 / (count - 1)));
  }

  /** The population skewness, √n·M₃ / M₂^1.5; needs values that differ. */
  public OptionalDouble skewness() {
    return special || m2 > 0
        ? defined(1, Math.sqrt(count) * m3 / (m2 * Math.sqrt(m2)))
        : OptionalDouble.empty();
  }

  /** The population kurtosis minus 3, n·M₄ / M₂² - 3; needs values that differ. */
  public OptionalDouble excessKurtosis() {
    return special || m2 > 0 ? defined(1, count * (m4 / m2) / m2 - 3) : OptionalDouble.empty();
  }

  private OptionalDouble defined(int atLeast, double value) {
    if (special) {
      return OptionalDouble.of(Double.NaN);
    }
    return count < atLeast ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static BigDecimal finite(double value) {
    return Double.isFinite(value) ? new BigDecimal(value) : BigDecimal.ZERO;
  }
}
