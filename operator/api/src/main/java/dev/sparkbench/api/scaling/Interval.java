// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

/**
 * A confidence interval; of 95 % where nothing else is said.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
public record Interval(double low, double high) {

  /** The same of something that is this times a factor, which is positive. */
  Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }

  /** Whether a value lies in it. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
