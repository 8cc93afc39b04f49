// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Hashes of rows, and the floating-point numbers of the rows, which are not part of the hashes. */
final class RowHash implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The hash of an empty row; any number would do. */
  private static final long SEED = 42;

  private final ValueHash[] columns;
  private final List<String> floats;

  private RowHash(ValueHash[] columns, List<String> floats) {
    this.columns = columns;
    this.floats = floats;
  }

  /** Creates hashes for the columns of a schema. */
  static RowHash of(StructType schema) {
    List<String> floats = new ArrayList<>();
    StructField[] fields = schema.fields();
    ValueHash[] columns = new ValueHash[fields.length];
    for (int i = 0; i < fields.length; i++) {
      columns[i] = ValueHash.of(fields[i].dataType(), fields[i].name(), floats);
    }
    return new RowHash(columns, List.copyOf(floats));
  }

  /** Where the floating-point numbers are: columns, and paths into them. */
  List<String> floats() {
    return floats;
  }

  /** The hash of everything else, in the order of the columns. */
  long of(InternalRow row) {
    long hash = SEED;
    for (int i = 0; i < columns.length; i++) {
      hash = columns[i].hash(row, i, hash);
    }
    return hash;
  }

  /**
   * Adds the floating-point numbers.
   *
   * @param hash the hash of the row
   * @param sums one for each of {@link #floats}
   */
  void addFloats(InternalRow row, long hash, FloatSums[] sums) {
    if (sums.length > 0) {
      for (int i = 0; i < columns.length; i++) {
        columns[i].addFloats(row, i, hash, sums);
      }
    }
  }
}
