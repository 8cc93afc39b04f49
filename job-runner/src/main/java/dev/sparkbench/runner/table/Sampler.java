// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.table.CsvInference.Columns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Infers the schema of a text format from the first records of some objects, instead of from all of
 * the data. The driver does this alone, always from the same records in the same order, because the
 * result of merging types depends on the order. So the schema is the same for any number of
 * executors, and no executor is needed.
 *
 * <p>The same records show whether the options fit, so clear mistakes are reported before any work.
 */
final class Sampler {

  private static final int OBJECTS = 16;
  private static final int RECORDS = 10_000;
  private static final int BYTES = 4 * 1024 * 1024;

  /** The share of an object; of a longer record, this much is read. */
  private static final int LONGEST = 256 * 1024 * 1024;

  /**
   * The result of sampling.
   *
   * @param inferred the schema; empty if one is given
   * @param emptyTexts whether empty texts in quotes can be distinguished from missing values
   * @param marks whether texts have Java's replacement character, or invalid bytes
   */
  record Look(Optional<Inferred> inferred, boolean emptyTexts, boolean marks) {}

  private final SparkSession spark;
  private final ReadOptions options;
  private final DatasetObjects objects;
  private final Optional<StructType> given;
  private final BadRecords policy;
  private final ObjectHeads heads;
  private final List<StoredObject> sampled;

  Sampler(
      SparkSession spark,
      ReadOptions options,
      DatasetObjects objects,
      Optional<StructType> given,
      BadRecords policy) {
    this.spark = spark;
    this.options = options;
    this.objects = objects;
    this.given = given;
    this.policy = policy;
    this.heads = new ObjectHeads(spark, objects, options);
    this.sampled = objects.spread(OBJECTS);
  }

  /**
   * Reads the sample.
   *
   * @throws RunFailure {@code MalformedData} if there is no record to infer a schema from, or the
   *     options clearly do not fit
   */
  Look look() {
    return options.isCsv() ? csv() : json();
  }

  private Look json() {
    List<DataType> types = new ArrayList<>();
    JsonInference inference = options.jsonInference(spark);
    for (StoredObject object : sampled) {
      types.addAll(heads.read(object, false, in -> jsonTypes(inference, in)));
    }
    StructType schema = inference.merge(types);
    if (given.isEmpty() && schema.isEmpty()) {
      throw noRecords();
    }
    return look(new Columns(schema, List.of()), types.size(), false, false, false);
  }

  private List<DataType> jsonTypes(JsonInference inference, InputStream in) throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, options.strictCharset()));
    CsvHeaders.skipMark(text);
    int mostRecords = Math.max(1, RECORDS / sampled.size());
    int most = BYTES / sampled.size();
    return options.isMultiLine()
        ? inference.ofDocument(text, mostRecords, most)
        : inference.ofLines(
            new TextRecordReader(text, options.lineSeparator().orElse(null)), mostRecords, most);
  }

  private Look csv() {
    List<List<String>> samples = new ArrayList<>();
    int marked = 0;
    for (StoredObject object : sampled) {
      List<String> all = recordsOf(object);
      List<String> decoded =
          all.stream().filter(record -> record.indexOf(StrictCharset.MARK) < 0).toList();
      if (decoded.size() < all.size() && policy == BadRecords.Fail) {
        throw notOfTheEncoding(object, all.size() - decoded.size());
      }
      marked += all.size() - decoded.size();
      samples.add(decoded);
    }
    List<String> first = samples.stream().filter(s -> !s.isEmpty()).findFirst().orElse(List.of());
    requireFittingOptions(first);
    CsvInference inference = options.csvInference(spark);
    Columns columns = inference.inferAll(samples);
    if (given.isEmpty() && columns.schema().isEmpty()) {
      throw noRecords();
    }
    int records = samples.stream().mapToInt(List::size).sum() + marked;
    int headers = options.hasHeader() ? sampled.size() : 0;
    return look(
        columns,
        Math.max(0, records - headers),
        options.hasHeader(),
        emptyTexts(samples, columns.schema()),
        marked > 0 || samples.stream().flatMap(List::stream).anyMatch(Sampler::hasJavasMark));
  }

  private static boolean hasJavasMark(String record) {
    return record.indexOf(StrictCharset.JAVAS_MARK) >= 0;
  }

  private Look look(
      Columns columns, long records, boolean headers, boolean emptyTexts, boolean marks) {
    Sample sample = new Sample(sampled.size(), records, headers);
    return new Look(
        given.isPresent()
            ? Optional.empty()
            : Optional.of(new Inferred(widest(columns.schema()), sample, columns.commaNumbers())),
        emptyTexts,
        marks);
  }

  private void requireFittingOptions(List<String> records) {
    if (given.isEmpty()) {
      CsvDelimiter.other(options, spark, records)
          .ifPresent(
              delimiter -> {
                throw malformed(
                    "%s cannot be read as csv: its fields look separated by %s; %s, or give dataset.schema if they are not"
                        .formatted(
                            objects.uri(),
                            CsvDelimiter.name(delimiter),
                            CsvDelimiter.remedy(delimiter)));
              });
    }
    if (!options.saysHowQuotesAreEscaped() && CsvQuotes.areEscapedByBackslash(options, records)) {
      throw malformed(
          "%s cannot be read as csv: the quotes inside of its texts look escaped by a backslash; set dataset.options.escape to \"\\\\\", or to \"\\\"\" if quotes are doubled"
              .formatted(objects.uri()));
    }
  }

  private boolean emptyTexts(List<List<String>> samples, StructType schema) {
    Map<String, StructField> types =
        given.stream()
            .flatMap(all -> Stream.of(all.fields()))
            .collect(Collectors.toMap(StructField::name, field -> field, (one, other) -> one));
    List<StructField> fields =
        Stream.of(schema.fields()).map(field -> types.getOrDefault(field.name(), field)).toList();
    int headers = options.hasHeader() ? 1 : 0;
    Optional<String> header =
        samples.stream().filter(sample -> !sample.isEmpty()).map(s -> s.get(0)).findFirst();
    List<String> records =
        samples.stream()
            .filter(sample -> !sample.isEmpty())
            .filter(sample -> headers == 0 || header.equals(Optional.of(sample.get(0))))
            .flatMap(sample -> sample.stream().skip(headers))
            .toList();
    return CsvQuotes.tellEmptyTexts(options, spark, fields, records);
  }

  private List<String> recordsOf(StoredObject object) {
    int most = BYTES / sampled.size();
    while (true) {
      int limit = most;
      byte[] bytes = heads.read(object, false, in -> in.readNBytes(limit));
      boolean cut = bytes.length == most;
      String text = new String(bytes, options.strictCharset()).replaceFirst("^\uFEFF", "");
      if (text.indexOf('\0') >= 0) {
        throw malformed(
            "%s is not text in %s: set dataset.options.encoding or dataset.format, and give compressed objects names such as .csv.gz or .csv.bz2"
                .formatted(objects.sparkPath(object), options.charset()));
      }
      List<String> records = split(text);
      int complete = records.size() - (cut && !records.isEmpty() ? 1 : 0);
      // A header line and a record, however long they are.
      if (complete >= 2 || !cut || most >= LONGEST) {
        return records.subList(0, Math.min(complete, Math.max(2, RECORDS / sampled.size())));
      }
      most *= 8;
    }
  }

  private List<String> split(String text) {
    if (options.isMultiLine()) {
      return csvRecords(text);
    }
    return options
        .lineSeparator()
        .map(separator -> List.of(text.split(Pattern.quote(separator))))
        .orElseGet(() -> text.lines().toList());
  }

  /** As Spark separates records that may extend over several lines. */
  private List<String> csvRecords(String text) {
    CsvParser parser = options.csvParser(spark);
    List<String> records = new ArrayList<>();
    parser.beginParsing(new StringReader(text));
    while (parser.parseNext() != null) {
      records.add(parser.getContext().currentParsedContent().replaceFirst("\\R$", ""));
    }
    return records;
  }

  /**
   * Uses the largest type for whole numbers, because a sample does not show how large other values
   * are.
   */
  private static StructType widest(StructType schema) {
    StructType widest = new StructType();
    for (StructField field : schema.fields()) {
      widest = widest.add(field.name(), widest(field.dataType()));
    }
    return widest;
  }

  private static DataType widest(DataType type) {
    if (type instanceof IntegerType) {
      return DataTypes.LongType;
    }
    // This type is inferred only if BIGINT is too small.
    return type instanceof DecimalType
        ? DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 0)
        : type;
  }

  private RunFailure noRecords() {
    return malformed(
        "%s cannot be read as %s: the beginnings of its objects (%d of %d are not empty) have no %s to infer columns from; correct the data or dataset.options, or give dataset.schema"
            .formatted(
                objects.uri(),
                options.format(),
                objects.objects().stream().filter(object -> object.size() > 0).count(),
                objects.objects().size(),
                options.isCsv() ? "line" : "JSON object"));
  }

  private RunFailure notOfTheEncoding(StoredObject object, int records) {
    return malformed(
        "%s has bytes that are not %s, in %d of its first records: set dataset.options.encoding, such as ISO-8859-1 or windows-1252, correct the data, or set dataset.badRecords to Drop"
            .formatted(objects.sparkPath(object), options.charset(), records));
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
