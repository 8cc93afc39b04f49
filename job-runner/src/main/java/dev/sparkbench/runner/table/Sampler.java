package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Infers the schema of a text format from the first records of some objects, instead of from all of
 * the data. The driver does it alone, from the same records in the same order each time: the result
 * of merging types depends on their order. So the schema is the same for any number of executors,
 * and none has to be there yet.
 */
final class Sampler {

  private static final int OBJECTS = 16;
  private static final int RECORDS = 10_000;
  private static final int BYTES = 4 * 1024 * 1024;

  private final SparkSession spark;
  private final ReadOptions options;
  private final DatasetObjects objects;
  private final List<StoredObject> sampled;

  Sampler(SparkSession spark, ReadOptions options, DatasetObjects objects) {
    this.spark = spark;
    this.options = options;
    this.objects = objects;
    this.sampled = objects.spread(OBJECTS);
  }

  /**
   * Infers the schema.
   *
   * @throws RunFailure {@code MalformedData} if there is no record to infer it from
   */
  Inferred infer() {
    List<String> records = new ArrayList<>();
    for (StoredObject object : sampled) {
      records.addAll(recordsOf(object));
    }
    StructType schema =
        options.isCsv()
            ? options.csvInference(spark).infer(records)
            : options.jsonInference(spark).infer(records);
    if (schema.isEmpty()) {
      throw noRecords();
    }
    int headers = options.hasHeader() ? sampled.size() : 0;
    return new Inferred(
        widest(schema),
        new Sample(
            sampled.size(),
            Math.max(0, records.size() - headers),
            options.hasHeader() && header(records).equals(List.of(schema.fieldNames()))));
  }

  private List<String> recordsOf(StoredObject object) {
    int most = BYTES / sampled.size();
    byte[] bytes = beginning(object, most);
    boolean cut = bytes.length == most;
    String text = new String(bytes, options.charset()).replaceFirst("^\uFEFF", "");
    if (text.indexOf('\0') >= 0) {
      throw malformed(
          "%s is no text in %s: set dataset.options.encoding or dataset.format, and give compressed objects names such as .csv.gz or .csv.bz2"
              .formatted(objects.sparkPath(object), options.charset()));
    }
    List<String> records = split(text, cut);
    int complete = records.size() - (cut && !records.isEmpty() ? 1 : 0);
    return records.subList(0, Math.min(complete, RECORDS / sampled.size()));
  }

  private byte[] beginning(StoredObject object, int most) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path path = new Path(objects.sparkPath(object));
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    try (InputStream raw = path.getFileSystem(hadoop).open(path);
        InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> split(String text, boolean cut) {
    if (!options.isMultiLine()) {
      return options
          .lineSeparator()
          .map(separator -> List.of(text.split(Pattern.quote(separator))))
          .orElseGet(() -> text.lines().toList());
    }
    if (options.isCsv()) {
      return csvRecords(text);
    }
    // One document, of which a part is none.
    return cut ? List.of() : List.of(text);
  }

  /** As Spark tells records from one another if they may extend over several lines. */
  private List<String> csvRecords(String text) {
    CsvParser parser = options.csvParser(spark);
    List<String> records = new ArrayList<>();
    parser.beginParsing(new StringReader(text));
    while (parser.parseNext() != null) {
      records.add(parser.getContext().currentParsedContent().replaceFirst("\\R$", ""));
    }
    return records;
  }

  private List<String> header(List<String> records) {
    CsvParser parser = options.csvParser(spark);
    return records.stream()
        .filter(record -> !record.isBlank())
        .map(parser::parseLine)
        .filter(names -> names != null)
        .map(Arrays::asList)
        .findFirst()
        .orElse(List.of());
  }

  /** Whole numbers as large as can be: a sample cannot tell how large the others are. */
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
    // Inferred only where a BIGINT is too small.
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

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
