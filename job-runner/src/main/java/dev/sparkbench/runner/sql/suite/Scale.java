// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.math.BigDecimal;

/**
 * How much data a suite has; 1 is about a gigabyte as text.
 *
 * @param text as the manifest writes it; two scales are the same if their texts are
 */
record Scale(String text) {

  private static final BigDecimal SMALLEST = new BigDecimal("0.01");

  /**
   * The largest for which each row is generated once: beyond, the generator of TPC-DS counts more
   * than 2³¹ rows to skip as a whole number of 32 bits, and begins to repeat itself.
   */
  private static final BigDecimal LARGEST = new BigDecimal(3000);

  private static final long MIB = 1 << 20;

  /**
   * Reads a scale.
   *
   * @param suite for the message
   * @throws RunFailure {@code InvalidConfiguration} if it is not from 0.01 to 3000
   */
  static Scale parse(JobType suite, String text) {
    try {
      BigDecimal factor = new BigDecimal(text);
      if (factor.compareTo(SMALLEST) >= 0 && factor.compareTo(LARGEST) <= 0) {
        return new Scale(factor.stripTrailingZeros().toPlainString());
      }
    } catch (NumberFormatException | NullPointerException e) {
      // Said below.
    }
    throw new RunFailure(
        FailureReason.INVALID_CONFIGURATION,
        "jobConfig.%s.scale is '%s': give a number from %s to %s"
            .formatted(suite.wireName(), text, SMALLEST, LARGEST));
  }

  /** The number. */
  double factor() {
    return Double.parseDouble(text);
  }

  /**
   * About how large the objects of tables are that have more than one. 128 MiB is what Spark takes
   * for a split; of small scales there would be too few objects to spread over executors.
   */
  long objectBytes() {
    return Math.round(Math.min(128, Math.max(16, 16 * factor()))) * MIB;
  }
}
