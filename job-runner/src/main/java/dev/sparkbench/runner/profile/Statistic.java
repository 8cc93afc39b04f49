package dev.sparkbench.runner.profile;

import org.apache.spark.sql.types.DataType;

/** What can be kept of a column while the data goes by. Its number of values always is. */
public enum Statistic {
  /** How many nulls there are; nothing beyond what is kept anyway, but the column is read. */
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
   * A sample for quantiles; its size is that of {@link dev.sparkbench.runner.statistics.Quantiles}.
   */
  QUANTILES,
  /** A table of the most frequent values. */
  FREQUENT,
  /** How long texts, binaries, arrays and maps are. */
  LENGTHS,
  /** What texts can be read as. */
  TEXT_FORMAT,
  /** How the column varies together with all others of which this is asked. */
  CORRELATION,
  /** The column is part of what makes rows equal; the size is as for {@link #DISTINCT}. */
  ROWS,
  /** The same, without a sketch: a hash of each row is shuffled and counted. */
  EXACT_ROWS;

  /** Whether it can be kept of columns of a type. */
  public boolean isKnownOf(DataType type) {
    return ColumnType.of(type).knows(this);
  }
}
