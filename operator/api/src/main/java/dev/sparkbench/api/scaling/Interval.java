// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

/**
 * A confidence interval; of 95 % unless stated otherwise.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
public record Interval(double low, double high) {

  /** The interval for the same quantity times a positive factor. */
  Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }

  /** Whether a value is in the interval. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
