package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.runner.storage.DatasetObjects;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Predef;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The options of Spark's reader: the manifest's, the runner's defaults where it says nothing, and
 * above both what lets every bad record show.
 */
final class ReadOptions {

  private static final String TEXT_COLUMN = "columnNameOfCorruptRecord";

  private final String format;
  private final SortedMap<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

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
    // What becomes of bad records is not the reader's business, see CheckedRecords. In the other
    // modes it would put rows into exceptions and logs, or drop them without a count.
    options.put("mode", "PERMISSIVE");
    options.put("enableDateTimeParsingFallback", "false");
    if (isCsv()) {
      options.put("inferSchema", "false");
      // With it, a record with too few or too many fields is a good one as long as the columns
      // that are asked for are there, be it with the values of their neighbours.
      options.put("columnPruning", "false");
    } else if (!isMultiLine() && !charset().equals(StandardCharsets.UTF_8)) {
      // Spark demands it of JSON in other encodings.
      options.putIfAbsent("lineSep", "\n");
    }
  }

  String format() {
    return format;
  }

  /** Has Spark compare each header line with the schema, or ignore it. */
  void compareHeaders(boolean compare) {
    options.put("enforceSchema", String.valueOf(!compare));
  }

  /** Has Spark put the text of bad records into a further column, which no other is called. */
  void showBadRecordsBeside(StructType schema) {
    String name = "_bad_record";
    while (List.of(schema.fieldNames()).contains(name)) {
      name = "_" + name;
    }
    options.put(TEXT_COLUMN, name);
  }

  /** What the further column is called. */
  String textColumn() {
    return options.get(TEXT_COLUMN);
  }

  boolean isText() {
    return isCsv() || format.equals("json");
  }

  boolean isCsv() {
    return format.equals("csv");
  }

  boolean isMultiLine() {
    return Boolean.parseBoolean(options.get("multiLine"));
  }

  boolean hasHeader() {
    return isCsv() && Boolean.parseBoolean(options.get("header"));
  }

  Charset charset() {
    String name = options.getOrDefault("encoding", options.get("charset"));
    return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  /** What ends a line, unless it is what ends lines everywhere. */
  Optional<String> lineSeparator() {
    return Optional.ofNullable(options.get("lineSep"));
  }

  Map<String, String> all() {
    return Map.copyOf(options);
  }

  DataFrameReader reader(SparkSession spark) {
    return spark.read().format(format).options(options);
  }

  /** Options for inferring the types of records; bad ones are left out, to be found later. */
  Map<String, String> inferring() {
    Map<String, String> inferring = new TreeMap<>(options);
    // The records are decoded already.
    inferring.remove("encoding");
    inferring.remove("charset");
    inferring.put("inferSchema", "true");
    inferring.put("mode", "DROPMALFORMED");
    return inferring;
  }

  /** Infers the schema of CSV records. */
  CsvInference csvInference(SparkSession spark) {
    return new CsvInference(
        csvOptions(inferring(), spark), spark.sessionState().conf().caseSensitiveAnalysis());
  }

  /** Infers the schema of JSON records. */
  JsonInference jsonInference(SparkSession spark) {
    SQLConf conf = spark.sessionState().conf();
    return new JsonInference(
        new JSONOptions(
            scalaMap(inferring()), conf.sessionLocalTimeZone(), conf.columnNameOfCorruptRecord()));
  }

  /** Spark's own parser of CSV. */
  CsvParser csvParser(SparkSession spark) {
    return new CsvParser(csvOptions(options, spark).asParserSettings());
  }

  private static CSVOptions csvOptions(Map<String, String> options, SparkSession spark) {
    return new CSVOptions(
        scalaMap(options), false, spark.sessionState().conf().sessionLocalTimeZone());
  }

  private static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> map) {
    return JavaConverters.mapAsScalaMap(map).toMap(Predef.<Tuple2<String, String>>$conforms());
  }
}
