// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import org.apache.spark.sql.types.DataType;

/** The statistics of a column. The number of values is always computed. */
public enum Statistic {
  /** The number of nulls; it needs no further state, but the column must be read. */
  COUNT,
  /** Smallest and largest value. */
  RANGE,
  /** The exact sum. */
  SUM,
  /** Mean and central moments. */
  MOMENTS,
  /** Zeros, negative numbers, NaN, infinities. */
  SIGNS,
  /** A sketch of the distinct values; its size is the logarithm of its registers. */
  DISTINCT,
  /**
   * A sketch for quantiles; its size is that of {@link
   * dev.sparkbench.runner.descriptive.statistics.Quantiles}.
   */
  QUANTILES,
  /** A table of the most frequent values. */
  FREQUENT,
  /** The lengths of texts, binaries, arrays and maps. */
  LENGTHS,
  /** The format that texts have, such as a date. */
  TEXT_FORMAT,
  /** The correlation with all other columns for which this is requested. */
  CORRELATION,
  /**
   * An estimate of the number of different rows, for which this column is compared; the size is as
   * for {@link #DISTINCT}.
   */
  ROWS,
  /** The exact number of different rows: a hash of each row is shuffled and counted. */
  EXACT_ROWS;

  /** Whether columns of a type have it. */
  public boolean isKnownOf(DataType type) {
    return ColumnType.of(type).knows(this);
  }
}
