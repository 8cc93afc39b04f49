package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.tasks.TaskParameters;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Sets rows apart for testing. Which, a hash of the row's values and the seed tells: that is the
 * same however the rows are spread over partitions, and equal rows never end up on both sides,
 * which would make any model look better than it is.
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

  /** Whether a row with these values is for testing. */
  public Column isTest(List<Column> values) {
    Column hash =
        functions.xxhash64(
            Stream.concat(values.stream(), Stream.of(functions.lit(seed))).toArray(Column[]::new));
    return functions
        .pmod(hash, functions.lit(BUCKETS))
        .lt(functions.lit(Math.round(testFraction * BUCKETS)));
  }
}
