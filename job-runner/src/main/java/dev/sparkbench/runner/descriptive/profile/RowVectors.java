// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Copies rows into vectors, with a bounded number of bytes at a time. Spark's own step for this
 * bounds only the number of rows, and 10,000 long texts do not fit into a task's memory.
 *
 * @param schema the rows' columns
 */
record RowVectors(StructType schema) implements Serializable {

  /** The largest number of bytes of a batch, without its last row. */
  static final long MOST_BYTES = 8L << 20;

  /** The largest number of values of a batch: vectors are allocated for the longest batch. */
  private static final int MOST_VALUES = 1 << 20;

  private static final int FEWEST_ROWS = 16;

  /** The number of rows of a batch, for a number of columns. */
  static int rows(int columns) {
    return Math.max(FEWEST_ROWS, Math.min(Batch.MAX_ROWS, MOST_VALUES / Math.max(1, columns)));
  }

  /** The batches; each is valid until the next one is requested. */
  Iterator<ColumnarBatch> of(Iterator<InternalRow> rows) {
    RowToColumnConverter converter = new RowToColumnConverter(schema);
    int most = rows(schema.size());
    WritableColumnVector[] vectors = OnHeapColumnVector.allocateColumns(most, schema);
    ColumnarBatch batch = new ColumnarBatch(vectors);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public ColumnarBatch next() {
        for (WritableColumnVector vector : vectors) {
          vector.reset();
        }
        int count = 0;
        long bytes = 0;
        while (count < most && bytes < MOST_BYTES && rows.hasNext()) {
          InternalRow row = rows.next();
          converter.convert(row, vectors);
          bytes += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
          count++;
        }
        batch.setNumRows(count);
        return batch;
      }
    };
  }
}
