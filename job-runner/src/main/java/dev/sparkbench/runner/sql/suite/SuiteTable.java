// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** A table of a suite. Its rows are the same ones however they are cut into parts. */
interface SuiteTable {

  /** The name in queries, and of the folder. */
  String name();

  /** The columns as Spark reads them. */
  StructType schema();

  /** About how large its Parquet objects are together. */
  long bytes(Scale scale);

  /** Whether it can be cut; otherwise all rows come with the only part. */
  boolean isDivisible();

  /** How many objects it has, which depends on the scale alone. */
  default int objects(Scale scale) {
    return isDivisible()
        ? Math.toIntExact(Math.max(1, Math.round((double) bytes(scale) / scale.objectBytes())))
        : 1;
  }

  /**
   * Generates the rows of a part. A row is overwritten by the next one.
   *
   * @param part from 0
   * @param parts how many there are; 1 if the table cannot be cut
   */
  Iterator<InternalRow> rows(Scale scale, int part, int parts);
}
