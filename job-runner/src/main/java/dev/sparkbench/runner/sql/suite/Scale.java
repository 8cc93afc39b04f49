// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.math.BigDecimal;

/**
 * The amount of data of a suite; 1 is about a gigabyte as text.
 *
 * @param text as the manifest has it; two scales are the same if their texts are
 */
record Scale(String text) {

  private static final BigDecimal SMALLEST = new BigDecimal("0.01");

  /**
   * The largest scale at which each row is generated once. Above it, the generator of TPC-DS
   * overflows a 32-bit integer when it skips more than 2³¹ rows, and repeats rows.
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
      // Reported below.
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
   * The approximate size of the objects of tables that have more than one. 128 MiB is what Spark
   * uses for a split; at small scales, smaller objects are needed to have enough of them for all
   * executors.
   */
  long objectBytes() {
    return Math.round(Math.min(128, Math.max(16, 16 * factor()))) * MIB;
  }
}
