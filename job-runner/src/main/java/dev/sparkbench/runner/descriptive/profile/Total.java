// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.math.BigDecimal;

/**
 * The sum of a column.
 *
 * @param exact the exact sum; null if a value was NaN or infinite
 * @param special the sum in that case: NaN or an infinity
 */
public record Total(BigDecimal exact, double special) {

  /** Whether there is an exact sum. */
  public boolean isFinite() {
    return exact != null;
  }
}
