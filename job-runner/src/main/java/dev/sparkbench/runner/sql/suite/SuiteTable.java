// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** A table of a suite. Its rows do not depend on the division into parts. */
interface SuiteTable {

  /** The name in queries, and the name of the folder. */
  String name();

  /** The columns as Spark reads them. */
  StructType schema();

  /** The approximate size of all its Parquet objects. */
  long bytes(Scale scale);

  /** Whether it can be divided; otherwise the only part has all rows. */
  boolean isDivisible();

  /** The number of its objects, which depends only on the scale. */
  default int objects(Scale scale) {
    return isDivisible()
        ? Math.toIntExact(Math.max(1, Math.round((double) bytes(scale) / scale.objectBytes())))
        : 1;
  }

  /**
   * Generates the rows of a part. A row is overwritten by the next one.
   *
   * @param part from 0
   * @param parts the number of parts; 1 if the table cannot be divided
   */
  Iterator<InternalRow> rows(Scale scale, int part, int parts);
}
