// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The number of rows of some parts of a table, and a hash of them in their order.
 *
 * @param rows their number
 * @param hash of their values as text
 */
record RowsHash(long rows, long hash) {

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  /** Computes it for some of the parts of a table. */
  static RowsHash of(SuiteTable table, Scale scale, int from, int to, int parts) {
    long count = 0;
    long hash = 0;
    for (int part = from; part < to; part++) {
      for (Iterator<InternalRow> rows = table.rows(scale, part, parts); rows.hasNext(); count++) {
        hash = (hash ^ text(rows.next())) * FACTOR;
        hash ^= hash >>> 29;
      }
    }
    return new RowsHash(count, hash);
  }

  private static long text(InternalRow row) {
    long hash = 0;
    String text = row.toString();
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
