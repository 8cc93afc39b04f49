// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Predef;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The options of Spark's reader: the manifest's, otherwise the runner's defaults, and overriding
 * both, those with which every bad record is detected.
 */
final class ReadOptions {

  private static final String TEXT_COLUMN = "columnNameOfCorruptRecord";

  /** A Unicode noncharacter, which texts do not contain, so no value is equal to it. */
  private static final String NO_VALUE = "\uFDD1";

  private static final String MULTI_LINE = "dataset.options.multiLine";
  private static final String LOCALE = "locale";

  private static final List<String> FORMATS =
      List.of("dateFormat", "timestampFormat", "timestampNTZFormat");

  /** Parts of formats that are words in the locale's language: months, days, halves of a day. */
  private static final Pattern NAMES = Pattern.compile("MMM|LLL|[aBEG]");

  private final String format;
  private Charset charset = StandardCharsets.UTF_8;
  private boolean escapeGiven;
  private String wholeBecause = MULTI_LINE;
  private final SortedMap<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ReadOptions(String format) {
    this.format = format;
  }

  static ReadOptions of(Dataset dataset) {
    ReadOptions all = new ReadOptions(dataset.format());
    if (all.isCsv()) {
      all.options.put("header", "true");
      // As in RFC 4180 and most tools. Spark's own default is a backslash.
      all.options.put("escape", quote(dataset.options()));
      all.escapeGiven = dataset.options().keySet().stream().anyMatch("escape"::equalsIgnoreCase);
    }
    if (all.isText()) {
      // Spark's own default ignores what follows a date, such as a time.
      all.options.put("dateFormat", "yyyy-MM-dd");
    }
    all.options.putAll(dataset.options());
    if (all.isText()) {
      all.insist();
    }
    return all;
  }

  private static String quote(Map<String, String> given) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    String quote = options.getOrDefault("quote", "");
    return quote.isEmpty() ? "\"" : quote;
  }

  private void insist() {
    // CheckedRecords handles bad records, not the reader. In the other modes the reader would put
    // rows into exceptions and logs, or drop them without a count.
    options.put("mode", "PERMISSIVE");
    options.put("enableDateTimeParsingFallback", "false");
    if (isCsv()) {
      options.put("inferSchema", "false");
      // With column pruning, a record with too few or too many fields is good as long as the
      // requested columns are there, even with the values of other columns.
      options.put("columnPruning", "false");
      // CsvHeaders compares header lines before; Spark supports only one header for all objects.
      options.put("enforceSchema", "true");
    } else if (FORMATS.stream()
        .noneMatch(format -> NAMES.matcher(options.getOrDefault(format, "")).find())) {
      // Without a locale, Spark leaves commas out of decimals that are texts: "5691,47" would be
      // 569147. This one has numbers with a point, and other separators than commas.
      options.putIfAbsent(LOCALE, "en-CH");
    }
    decode();
  }

  /** Makes invalid bytes of the encoding detectable, and lines end at the right places. */
  private void decode() {
    String name = options.getOrDefault("encoding", options.get("charset"));
    charset = name == null ? StandardCharsets.UTF_8 : charset(name);
    options.remove("charset");
    options.remove("encoding");
    if (isCsv()) {
      options.put("encoding", charset.name());
      if (!endsLinesAsAsciiDoes()) {
        // Spark finds line ends by their ASCII byte, unless it reads each object from its
        // beginning.
        wholeBecause = isMultiLine() ? MULTI_LINE : "dataset.options.encoding " + charset;
        options.put("multiLine", "true");
      }
    } else if (!charset.equals(StandardCharsets.UTF_8)) {
      // For UTF-8, Jackson itself refuses invalid bytes.
      options.put("encoding", StrictCharset.JSON_PREFIX + charset.name());
      if (!isMultiLine()) {
        // Spark requires this for JSON in other encodings.
        options.putIfAbsent("lineSep", "\n");
      }
    }
  }

  /**
   * Fails if line ends cannot be found.
   *
   * @throws RunFailure {@code MalformedData} for JSON lines in UTF-16 and similar encodings
   */
  void requireLines() {
    if (!isCsv() && !isMultiLine() && !endsLinesAsAsciiDoes()) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "lines of JSON in %s have no ends that Spark can find: convert the data to UTF-8, or, if each object is one JSON document, set dataset.options.multiLine to \"true\""
              .formatted(charset));
    }
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "dataset.options.encoding is '%s', which is not a known encoding: give one such as UTF-8 or ISO-8859-1"
              .formatted(name),
          e);
    }
  }

  /** Whether the data may begin with a byte order mark of UTF-16. */
  boolean readsMarkOf16Bits() {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }

  private boolean endsLinesAsAsciiDoes() {
    return Arrays.equals("\n".getBytes(charset), new byte[] {'\n'});
  }

  String format() {
    return format;
  }

  /** Makes Spark replace invalid bytes of the encoding by a character that texts cannot have. */
  void markStrictly() {
    options.put("encoding", StrictCharset.PREFIX + charset.name());
  }

  /** Whether invalid bytes are replaced in this way. */
  boolean marksStrictly() {
    return options.getOrDefault("encoding", "").startsWith(StrictCharset.PREFIX);
  }

  /**
   * Makes Spark distinguish an empty text, {@code ""}, from a missing value. By itself it reads
   * both as nulls.
   */
  void keepEmptyTexts() {
    options.putIfAbsent("nullValue", NO_VALUE);
  }

  /** Whether the manifest configures empty texts and missing values. */
  boolean saysWhatIsMissing() {
    return options.containsKey("nullValue") || options.containsKey("emptyValue");
  }

  /** Whether the manifest gives a locale, which says what points and commas in decimals mean. */
  boolean saysLocale() {
    return options.containsKey(LOCALE);
  }

  /** Whether an empty text in quotes is an empty text, and not null. */
  boolean keepsEmptyTexts() {
    return !options.getOrDefault("nullValue", "").equals(options.getOrDefault("emptyValue", ""));
  }

  /**
   * Makes Spark put the text of bad records into a further column, with a name that no other column
   * has.
   */
  void showBadRecordsBeside(StructType schema) {
    String name = "_bad_record";
    while (List.of(schema.fieldNames()).contains(name)) {
      name = "_" + name;
    }
    options.put(TEXT_COLUMN, name);
  }

  /** The name of the further column. */
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

  /** The option that requires Spark to read each object from its beginning. */
  Optional<String> readsWholeObjects() {
    return isMultiLine() ? Optional.of(wholeBecause) : Optional.empty();
  }

  boolean hasHeader() {
    return isCsv() && Boolean.parseBoolean(options.get("header"));
  }

  /** The encoding of the data. */
  Charset charset() {
    return charset;
  }

  /** The encoding of the data, with a replacement for invalid bytes. */
  Charset strictCharset() {
    return isCsv()
        ? StrictCharset.of(charset)
        : Charset.forName(StrictCharset.JSON_PREFIX + charset.name());
  }

  /** Whether the manifest configures quotes inside of quotes. */
  boolean saysHowQuotesAreEscaped() {
    return escapeGiven;
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  /** These options with another delimiter. */
  ReadOptions separatedBy(String delimiter) {
    ReadOptions other = new ReadOptions(format);
    other.options.putAll(options);
    other.options.remove("sep");
    other.options.put("delimiter", delimiter);
    other.charset = charset;
    return other;
  }

  /** The delimiter of fields. */
  String delimiter() {
    return options.getOrDefault("sep", options.getOrDefault("delimiter", ","));
  }

  /** The configured line end; empty for the usual ones. */
  Optional<String> lineSeparator() {
    return Optional.ofNullable(options.get("lineSep"));
  }

  Map<String, String> all() {
    return Map.copyOf(options);
  }

  /** Options for inferring the types of records; bad records are ignored here and found later. */
  Map<String, String> inferring() {
    Map<String, String> inferring = new TreeMap<>(options);
    // The records are decoded already.
    inferring.remove("encoding");
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

  /** Spark's own parser of CSV, except that quotes are kept. */
  CsvParser quotingCsvParser(SparkSession spark) {
    CsvParserSettings settings = csvOptions(options, spark).asParserSettings();
    settings.setKeepQuotes(true);
    return new CsvParser(settings);
  }

  private static CSVOptions csvOptions(Map<String, String> options, SparkSession spark) {
    return new CSVOptions(
        scalaMap(options), false, spark.sessionState().conf().sessionLocalTimeZone());
  }

  static <K, V> scala.collection.immutable.Map<K, V> scalaMap(Map<K, V> map) {
    return JavaConverters.mapAsScalaMap(map).toMap(Predef.<Tuple2<K, V>>$conforms());
  }
}
