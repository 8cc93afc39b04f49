// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of an object, as its footer has them.
 *
 * @param schema those that Spark can read
 * @param unreadable the types of those that it cannot, by their names
 * @param nanoseconds names of those whose values are points in time as nanoseconds; Spark reads
 *     them as numbers
 * @param empty names of those without values according to the footer; then their types mean nothing
 * @param calendar in which calendar its dates are
 */
record FileColumns(
    StructType schema,
    SortedMap<String, String> unreadable,
    Set<String> nanoseconds,
    Set<String> empty,
    Calendar calendar) {

  FileColumns {
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
    nanoseconds = Set.copyOf(nanoseconds);
    empty = Set.copyOf(empty);
  }

  /** Whether a column has no values according to the footer. */
  boolean isEmpty(StructField column) {
    return empty.contains(column.name());
  }
}
