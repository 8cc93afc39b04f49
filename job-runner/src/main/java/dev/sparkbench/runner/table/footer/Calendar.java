package dev.sparkbench.runner.table.footer;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/** In which calendar a writer counted the days before 15 October 1582. */
enum Calendar {
  /** The file has no such column, or says it itself in a way that Spark understands. */
  KNOWN_TO_SPARK,
  /** The Gregorian one throughout, as nearly all do. */
  PROLEPTIC,
  /** The Julian one before that day, as Hive and Spark 2 do. */
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
    // Where an object itself says how its dates are meant, Spark does not look at these.
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
