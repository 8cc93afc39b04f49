// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.ValueCounts;

/**
 * A sketch that takes over when a column has too many different values to count them exactly. It
 * gets no values before.
 */
abstract class SketchAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  /** Adds values that were only listed, one key per value. */
  abstract void takeOver(long[] listed, Batch scratch);

  /** Adds values that were counted. */
  abstract void takeOver(ValueCounts.Entries counted);
}
