// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.work.TaskParameters;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Sets rows apart for testing. Which, a hash of the row's place and the seed tells: its partition,
 * and how many rows come before it there. These are the same at every node count, because the
 * splits of the files are pinned and partitions that were dealt out anew are sorted. (A hash of the
 * values would not do: in a table of few different rows it would keep whole kinds of them from
 * training.)
 *
 * @param testFraction the share of rows to test on; 0 for none
 * @param seed any number
 */
public record Split(double testFraction, int seed) {

  /** No row is set apart. */
  public static final Split NONE = new Split(0, 0);

  // Fine enough for any fraction that a manifest can name.
  private static final long BUCKETS = 1_000_000;

  /** What the parameters {@code testFraction} and {@code seed} say. */
  public static Split of(TaskParameters parameters) {
    return new Split(parameters.number("testFraction"), parameters.integer("seed"));
  }

  /** Whether all rows are trained on. */
  public boolean isNone() {
    return testFraction == 0;
  }

  /**
   * Whether a row is for testing; to be computed of rows as they were loaded, before any filter.
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
