package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sample.CsvSample;
import dev.sparkbench.runner.sample.JsonSample;
import dev.sparkbench.runner.sample.SampleFacts;
import dev.sparkbench.runner.sample.SampledObjects;
import dev.sparkbench.runner.sample.TextSample;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Opens a dataset with Spark. Where no schema is given, it comes from the files (Parquet, ORC),
 * from an earlier run, or from a sample (CSV, JSON). A sample can miss the one value that does not
 * fit; so what does not fit is found when the data is read, and told.
 */
public final class TableReader {

  private static final List<String> FORMATS = List.of("csv", "json", "parquet", "orc");

  private final SparkSession spark;
  private final Dataset dataset;
  private final DatasetObjects objects;
  private final ObjectStore store;
  private final ReadOptions options;

  /** Makes a reader of the dataset that consists of those objects. */
  public TableReader(
      SparkSession spark, Dataset dataset, DatasetObjects objects, ObjectStore store) {
    this.spark = spark;
    this.dataset = dataset;
    this.objects = objects;
    this.store = store;
    this.options = ReadOptions.of(dataset, objects);
  }

  /**
   * Opens the dataset, after a look at a sample of it unless an earlier run has had one.
   *
   * @throws RunFailure if the format, the schema or a column does not fit
   */
  public Reading read() {
    if (!FORMATS.contains(dataset.format())) {
      throw malformed(
          "dataset.format is '%s'; it must be one of %s"
              .formatted(dataset.format(), String.join(", ", FORMATS)));
    }
    Optional<StructType> given = Optional.ofNullable(dataset.schema()).map(TableReader::parse);
    Optional<EarlierReading> earlier =
        Optional.ofNullable(dataset.schemaFrom())
            .map(S3Uri::parse)
            .flatMap(document -> EarlierReading.find(store, document, objects));
    return options.isText() ? text(given, earlier) : columnar(given, earlier);
  }

  private Reading columnar(Optional<StructType> given, Optional<EarlierReading> earlier) {
    requireBytes();
    org.apache.spark.sql.Dataset<Row> data;
    SampleFacts sample = null;
    if (options.isSet("mergeSchema")) {
      data = load(Optional.empty());
    } else {
      FileSchemas files = new FileSchemas(spark, options, objects);
      StructType first = files.first();
      sample = earlier.isPresent() ? earlier.get().sample() : files.compare(first, given);
      data = load(Optional.of(first));
    }
    if (given.isPresent()) {
      // Spark would read a column that is not there as nulls.
      Table.requireAll(
          "dataset.schema", List.of(given.get().fieldNames()), List.of(data.schema().fieldNames()));
      data = load(given);
    }
    requireColumns(data.schema());
    return new Reading(Table.of(data, dataset.columns()), sample, splits(data), Optional.empty());
  }

  private Reading text(Optional<StructType> given, Optional<EarlierReading> earlier) {
    SampleFacts sample;
    StructType schema;
    if (earlier.isPresent() && earlier.get().sample() != null) {
      sample = earlier.get().sample();
      schema = given.orElse(earlier.get().schema());
    } else {
      TextSample taken = sample();
      sample = taken.facts();
      schema = given.orElse(taken.schema());
      requireOneOrigin(taken);
      given.ifPresentOrElse(s -> requireNames(s, taken), () -> requireSomething(taken));
    }
    if (options.isCsv()) {
      // Compare header lines with the schema instead of ignoring them.
      options.set("enforceSchema", String.valueOf(!Boolean.TRUE.equals(sample.headersCompared())));
    }
    List<String> own = own(schema);
    RecordCheck check = RecordCheck.of(dataset.badRecords(), schema, counting(own));
    options.set("columnNameOfCorruptRecord", check.column());
    org.apache.spark.sql.Dataset<Row> read = load(Optional.of(check.with(schema)));
    StructType columns = check.without(read.schema());
    requireColumns(columns);
    org.apache.spark.sql.Dataset<Row> good = check.good(read);
    return new Reading(
        Table.of(good, columns, dataset.columns()),
        sample,
        splits(good),
        Optional.of(
            new TextRecords(
                objects.uri().toString(),
                options,
                own.size(),
                given.isPresent() ? Optional.empty() : Optional.of(sample),
                dataset.badRecords(),
                new Audit(spark, options, objects.sparkPath(), schema, check),
                earlier.map(EarlierReading::badRecords))));
  }

  private TextSample sample() {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    SampledObjects sampled = new SampledObjects(objects, hadoop, options.isMultiLine());
    return options.isCsv()
        ? CsvSample.take(
            sampled, options.csv(spark), spark.sessionState().conf().caseSensitiveAnalysis())
        : JsonSample.take(sampled, options.json(spark));
  }

  /** The columns whose values make a record bad if they are of another type. */
  private List<String> counting(List<String> own) {
    Set<String> wanted = new LinkedHashSet<>(dataset.columns());
    if (!wanted.isEmpty()) {
      wanted.addAll(dataset.features());
      Optional.ofNullable(dataset.label()).ifPresent(wanted::add);
    }
    List<String> counting =
        own.stream().filter(name -> wanted.isEmpty() || wanted.contains(name)).toList();
    // Spark has to read one.
    return counting.isEmpty() ? own.subList(0, 1) : counting;
  }

  private void requireColumns(StructType columns) {
    List<String> present = Arrays.asList(columns.fieldNames());
    Table.requireAll("dataset.columns", dataset.columns(), present);
    Table.requireAll("dataset.features", dataset.features(), present);
    Table.requireAll("dataset.label", Stream.ofNullable(dataset.label()).toList(), present);
  }

  /** Fails if a given schema has other columns than the header line, or keys that no record has. */
  private void requireNames(StructType given, TextSample sample) {
    if (options.isCsv() && options.isSet("header") && sample.schema().size() > 0) {
      int differing = Arrays.mismatch(own(given).toArray(), sample.schema().fieldNames());
      if (differing >= 0) {
        throw malformed(
            "%s cannot be read as csv: the header line has other columns than dataset.schema, or in another order (from column %d of %d on): correct dataset.schema, or set dataset.options.header to \"false\" if there is no header line"
                .formatted(objects.uri(), differing + 1, sample.schema().size()));
      }
    } else if (!options.isCsv() && !sample.schema().isEmpty()) {
      requireKeys(own(given), List.of(sample.schema().fieldNames()));
    }
  }

  /**
   * Fails if a given schema seems to be about other keys. A key that no record of the sample has
   * may be one that is always null; but not if one is there in another case, or none at all is.
   */
  private static void requireKeys(List<String> given, List<String> present) {
    if (given.stream().noneMatch(present::contains)) {
      Table.requireAll("dataset.schema", given, present);
    }
    Table.requireAll(
        "dataset.schema",
        given.stream().filter(name -> present.stream().anyMatch(name::equalsIgnoreCase)).toList(),
        present);
  }

  /** The columns that are in the objects, rather than in the names of their folders. */
  private List<String> own(StructType schema) {
    return Stream.of(schema.fieldNames())
        .filter(name -> !objects.partitionColumns().contains(name))
        .toList();
  }

  /** Fails if a CSV column is also in the names of folders: Spark would shift the others. */
  private void requireOneOrigin(TextSample sample) {
    Stream.of(sample.schema().fieldNames())
        .filter(name -> options.isCsv() && objects.partitionColumns().contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw malformed(
                  "%s has a column '%s' and folders called %s=: remove the column, or read one folder"
                      .formatted(objects.uri(), name, name));
            });
  }

  private void requireSomething(TextSample sample) {
    if (sample.schema().isEmpty()) {
      requireBytes();
      throw malformed(
          "%s cannot be read as %s: its sample has no %s; correct the data, or give dataset.schema"
              .formatted(
                  objects.uri(),
                  dataset.format(),
                  options.isCsv()
                      ? "line to take columns from"
                      : "line that is a JSON object (if objects extend over several lines, set dataset.options.multiLine to \"true\")"));
    }
  }

  private void requireBytes() {
    if (objects.bytes() == 0) {
      throw malformed(
          "%s is empty (objects: %d, bytes: 0): there is nothing to read"
              .formatted(objects.uri(), objects.objects().size()));
    }
  }

  private Splits splits(org.apache.spark.sql.Dataset<Row> rows) {
    return Splits.of(rows, objects, options.isMultiLine(), spark.sessionState().newHadoopConf());
  }

  private org.apache.spark.sql.Dataset<Row> load(Optional<StructType> schema) {
    var reader = options.reader(spark);
    schema.ifPresent(reader::schema);
    return reader.load(objects.sparkPath());
  }

  private static StructType parse(String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) {
      // Spark's exception is a checked one that Scala does not declare.
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "dataset.schema is no Spark DDL such as \"id BIGINT, price DOUBLE\": "
              + e.getMessage().strip().lines().findFirst().orElse(""),
          e);
    }
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
