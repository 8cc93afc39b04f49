// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.work.TaskParameters;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Sets rows aside for testing. They are chosen by a hash of the seed and of the row's position: its
 * partition, and its number within the partition. Positions are the same at every node count,
 * because the splits of the files are pinned and redistributed partitions are sorted. (A hash of
 * the values would not work: in a table with few different rows, all rows of some kinds would be
 * missing from training.)
 *
 * @param testFraction the share of rows for testing; 0 for none
 * @param seed any number
 */
public record Split(double testFraction, int seed) {

  /** Sets no row aside. */
  public static final Split NONE = new Split(0, 0);

  // Precise enough for any fraction in a manifest.
  private static final long BUCKETS = 1_000_000;

  /** The split for the parameters {@code testFraction} and {@code seed}. */
  public static Split of(TaskParameters parameters) {
    return new Split(parameters.number("testFraction"), parameters.integer("seed"));
  }

  /** Whether all rows are trained on. */
  public boolean isNone() {
    return testFraction == 0;
  }

  /**
   * Whether a row is for testing. Compute it on the rows as they were loaded, before any filter.
   */
  public Column isTest() {
    if (isNone()) {
      return functions.lit(false);
    }
    Column hash = functions.xxhash64(functions.monotonically_increasing_id(), functions.lit(seed));
    return functions
        .pmod(hash, functions.lit(BUCKETS))
        .lt(functions.lit(Math.round(testFraction * BUCKETS)));
  }
}
