// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;

/**
 * Estimates the number of different values from their 64-bit hashes: HyperLogLog, with one byte per
 * register. Merging keeps the larger of two registers, so the estimate depends only on the set of
 * values, not on their order or on how the data was split.
 *
 * <p>Sources: Flajolet et al., "HyperLogLog", 2007; for the estimator, which needs no correction
 * tables, Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017.
 */
public final class Distinct implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double STANDARD_ERROR = 1.04;

  private final int precision;

  // Null before the first value.
  private byte[] registers;

  /**
   * Creates an empty sketch.
   *
   * @param precision the logarithm of the number of registers, from 4 to 18
   */
  public Distinct(int precision) {
    this.precision = precision;
  }

  /** Adds values, given as the first hashes in an array. */
  public void add(long[] hashes, int size) {
    byte[] ranks = made();
    int bits = precision;
    int shift = Long.SIZE - bits;
    // Ends the run of zeros, so that no rank is larger than 64 - precision + 1.
    long stop = 1L << (bits - 1);
    for (int i = 0; i < size; i++) {
      long hash = hashes[i];
      int register = (int) (hash >>> shift);
      int rank = Long.numberOfLeadingZeros((hash << bits) | stop) + 1;
      // Always written, because a branch on whether it is larger would be mispredicted often.
      ranks[register] = (byte) Math.max(rank, ranks[register]);
    }
  }

  /** Adds another sketch of the same precision. */
  public void merge(Distinct other) {
    if (other.registers == null) {
      return;
    }
    byte[] ranks = made();
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (byte) Math.max(ranks[i], other.registers[i]);
    }
  }

  private byte[] made() {
    if (registers == null) {
      registers = new byte[1 << precision];
    }
    return registers;
  }

  /** The estimate. */
  public double estimate() {
    if (registers == null) {
      return 0;
    }
    int ranks = Long.SIZE - precision;
    int[] registersOf = new int[ranks + 2];
    for (byte rank : registers) {
      registersOf[rank]++;
    }
    double m = registers.length;
    double z = m * tau(1 - registersOf[ranks + 1] / m);
    for (int rank = ranks; rank >= 1; rank--) {
      z = 0.5 * (z + registersOf[rank]);
    }
    z += m * sigma(registersOf[0] / m);
    return m / (2 * Math.log(2)) * (m / z);
  }

  /** The standard error of the estimate, relative to the true number. */
  public double standardError() {
    return STANDARD_ERROR / Math.sqrt(1 << precision);
  }

  // x + Σ x^(2^k)·2^(k-1): the contribution of empty registers.
  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (z != before);
    return z;
  }

  // (1 - x - Σ (1 - x^(2^-k))²·2^-k) / 3: the contribution of full registers.
  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
  }
}
