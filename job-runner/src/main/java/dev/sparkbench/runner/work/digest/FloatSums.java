// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;

/**
 * Weighted sums of floating-point numbers. The weights depend on the rest of the row, so the sum
 * changes if two values change places.
 */
final class FloatSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int EXPONENT_OF_ONE = 0x3FF;
  private static final int FRACTION_BITS = 52;

  private long values;
  private long nan;
  private long positiveInfinities;
  private long negativeInfinities;
  private double sum;
  private double absolute;

  // The rounding errors of the sum, after A. Neumaier: Rundungsfehleranalyse einiger Verfahren zur
  // Summation endlicher Summen, ZAMM 54 (1974). Without them, sums of many millions of values would
  // lose digits.
  private double rest;

  /**
   * Adds a value.
   *
   * @param hash determines its weight, from 1 up to 2
   */
  void add(double value, long hash) {
    values++;
    if (Double.isNaN(value)) {
      nan++;
    } else if (value == Double.POSITIVE_INFINITY) {
      positiveInfinities++;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negativeInfinities++;
    } else {
      double weighted = value * weight(hash);
      addToSum(weighted);
      absolute += Math.abs(weighted);
    }
  }

  private void addToSum(double value) {
    double total = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    sum = total;
  }

  private static double weight(long hash) {
    return Double.longBitsToDouble(
        (long) EXPONENT_OF_ONE << FRACTION_BITS | hash >>> Long.SIZE - FRACTION_BITS);
  }

  void add(FloatSums other) {
    values += other.values;
    nan += other.nan;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
    addToSum(other.sum);
    rest += other.rest;
    absolute += other.absolute;
  }

  void writeTo(ObjectNode json) {
    json.put("values", values);
    json.put("nan", nan);
    json.put("positive_infinities", positiveInfinities);
    json.put("negative_infinities", negativeInfinities);
    json.put("sum", sum + rest);
    json.put("absolute", absolute);
  }
}
