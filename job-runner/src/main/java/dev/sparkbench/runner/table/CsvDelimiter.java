// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Detects that the fields of CSV records are separated by another character than the configured
 * one.
 */
final class CsvDelimiter {

  private static final List<String> USUAL = List.of(",", ";", "\t", "|");
  private static final int RECORDS = 1_000;

  /** The number of fields of records. */
  private record Shape(int fields, boolean even) {

    boolean fits() {
      return fields > 1 && even;
    }
  }

  private CsvDelimiter() {}

  /**
   * The delimiter of the records, if it is not the configured one: a character with which all
   * records have the same number of fields, at least two, while with the configured delimiter they
   * have one field or different numbers.
   *
   * @param records the first records of an object
   */
  static Optional<String> other(ReadOptions options, SparkSession spark, List<String> records) {
    List<String> some =
        records.stream().filter(record -> !record.isBlank()).limit(RECORDS).toList();
    if (some.size() < 2 || shape(options, spark, some).fits()) {
      return Optional.empty();
    }
    return USUAL.stream()
        .filter(delimiter -> !delimiter.equals(options.delimiter()))
        .filter(delimiter -> shape(options.separatedBy(delimiter), spark, some).fits())
        .findFirst();
  }

  /**
   * A suggestion, as the end of a sentence, for a header line with a single field that looks like
   * several.
   */
  static String hint(ReadOptions options, SparkSession spark, List<String> header) {
    if (header.size() != 1 || header.get(0) == null) {
      return "";
    }
    return USUAL.stream()
        .filter(delimiter -> !delimiter.equals(options.delimiter()))
        .filter(delimiter -> header.get(0).contains(delimiter))
        .findFirst()
        .map(
            delimiter ->
                "; its fields look separated by %s, so %s"
                    .formatted(name(delimiter), remedy(delimiter)))
        .orElse("");
  }

  /** The option to set. */
  static String remedy(String delimiter) {
    return "set dataset.options.delimiter to \"%s\""
        .formatted(delimiter.equals("\t") ? "\\t" : delimiter);
  }

  /** The delimiter in a sentence. */
  static String name(String delimiter) {
    return delimiter.equals("\t") ? "tabs" : "'" + delimiter + "'";
  }

  private static Shape shape(ReadOptions options, SparkSession spark, List<String> records) {
    CsvParser parser = options.csvParser(spark);
    int fields = -1;
    for (String record : records) {
      String[] parsed = parser.parseLine(record);
      int found = parsed == null ? 0 : parsed.length;
      if (fields >= 0 && found != fields) {
        return new Shape(fields, false);
      }
      fields = found;
    }
    return new Shape(fields, true);
  }
}
