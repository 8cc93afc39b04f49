package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Tells when the fields of CSV records are plainly separated by something else. */
final class CsvDelimiter {

  private static final List<String> USUAL = List.of(",", ";", "\t", "|");
  private static final int RECORDS = 1_000;

  /** How many fields records have. */
  private record Shape(int fields, boolean even) {

    boolean fits() {
      return fields > 1 && even;
    }
  }

  private CsvDelimiter() {}

  /**
   * What separates the fields if it is not what the options say: something by which all records
   * have the same number of fields, two at least, while by the options they have one or differ.
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

  /** What to try, as the end of a sentence, if a header line has one field that looks like many. */
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

  /** What to set. */
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
