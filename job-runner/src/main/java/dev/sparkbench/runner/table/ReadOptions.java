package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.runner.storage.DatasetObjects;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JSONOptionsInRead;
import scala.Predef;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The options of Spark's reader: the manifest's, the runner's defaults where it says nothing, and
 * above both what lets every bad record show.
 */
final class ReadOptions {

  private final String format;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ReadOptions(String format) {
    this.format = format;
  }

  static ReadOptions of(Dataset dataset, DatasetObjects objects) {
    ReadOptions all = new ReadOptions(dataset.format());
    if (all.isCsv()) {
      all.options.put("header", "true");
    }
    if (all.isText()) {
      // Spark's own default takes what is behind a date, such as a time, for nothing.
      all.options.put("dateFormat", "yyyy-MM-dd");
    }
    all.options.putAll(dataset.options());
    if (all.isText()) {
      all.insist();
    }
    if (!objects.folders().isEmpty() && !objects.isPartitioned()) {
      // Spark's own default ignores files in folders below the path.
      all.options.put("recursiveFileLookup", "true");
    }
    return all;
  }

  private void insist() {
    // What becomes of bad records is not the reader's business, see RecordCheck. In the other modes
    // it would put rows into exceptions and logs, or drop them without a count.
    options.put("mode", "PERMISSIVE");
    options.put("enableDateTimeParsingFallback", "false");
    if (isCsv()) {
      options.put("inferSchema", "false");
      // With it, a record with too few or too many fields is a good one as long as the columns
      // that are asked for are there, be it with the values of their neighbours.
      options.put("columnPruning", "false");
    } else if (!isMultiLine() && !isUtf8()) {
      // Spark demands it of JSON in other encodings.
      options.putIfAbsent("lineSep", "\n");
    }
  }

  String format() {
    return format;
  }

  void set(String name, String value) {
    options.put(name, value);
  }

  boolean isText() {
    return isCsv() || format.equals("json");
  }

  boolean isCsv() {
    return format.equals("csv");
  }

  boolean isMultiLine() {
    return isSet("multiLine");
  }

  boolean isSet(String flag) {
    return Boolean.parseBoolean(options.get(flag));
  }

  private boolean isUtf8() {
    String encoding = options.getOrDefault("encoding", options.get("charset"));
    return encoding == null || Charset.forName(encoding).equals(StandardCharsets.UTF_8);
  }

  DataFrameReader reader(SparkSession spark) {
    return spark.read().format(format).options(options);
  }

  CSVOptions csv(SparkSession spark) {
    return new CSVOptions(scala(), false, timeZone(spark));
  }

  JSONOptions json(SparkSession spark) {
    return new JSONOptionsInRead(scala(), timeZone(spark), "");
  }

  private static String timeZone(SparkSession spark) {
    return spark.sessionState().conf().sessionLocalTimeZone();
  }

  private scala.collection.immutable.Map<String, String> scala() {
    return JavaConverters.mapAsScalaMap(options).toMap(Predef.<Tuple2<String, String>>$conforms());
  }
}
