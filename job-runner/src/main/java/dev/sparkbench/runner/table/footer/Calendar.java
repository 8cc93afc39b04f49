// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/** The calendar in which a writer counted days before 15 October 1582. */
enum Calendar {
  /** The file has no such column, or names its calendar in a way that Spark understands. */
  KNOWN_TO_SPARK,
  /** The proleptic Gregorian calendar, as nearly all writers use it. */
  PROLEPTIC,
  /** The Julian calendar before that day, as Hive and Spark 2 use it. */
  HYBRID;

  /** Whether there are dates, or points in time that writers count from days. */
  static boolean matters(DataType type) {
    return type.existsRecursively(
        part -> part instanceof DateType || part instanceof TimestampType);
  }

  /** Whether one of the objects has dates in this calendar. */
  boolean isAmong(Set<FileColumns> files) {
    return files.stream().anyMatch(file -> file.calendar() == this);
  }

  /** Options for reading objects of the one calendar or the other. */
  static Map<String, String> rebasing(boolean hybrid) {
    // If an object names its calendar itself, Spark ignores these options.
    String mode = hybrid ? "LEGACY" : "CORRECTED";
    return Map.of(
        "datetimeRebaseMode",
        mode,
        "int96RebaseMode",
        mode,
        "orc.proleptic.gregorian.default",
        String.valueOf(!hybrid));
  }
}
