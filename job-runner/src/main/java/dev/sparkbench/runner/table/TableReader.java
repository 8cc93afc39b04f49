package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.TableFiles;
import dev.sparkbench.runner.table.footer.FooterFacts;
import dev.sparkbench.runner.table.footer.ObjectColumns;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens a dataset with Spark. Where no schema is given, it comes from the files (Parquet, ORC),
 * from an earlier run, or from a sample (CSV, JSON). A sample can miss the one value that does not
 * fit; so what does not fit is found when the data is read, and told.
 */
public final class TableReader {

  private static final List<String> FORMATS =
      List.of("csv", "json", "parquet", "orc", "delta", "iceberg");

  private final SparkSession spark;
  private final Dataset dataset;
  private final DatasetObjects objects;
  private final ObjectStore store;
  private final ReadOptions options;
  private EarlierReading earlier = EarlierReading.NOTHING;
  private Optional<Inferred> inferred = Optional.empty();
  private Optional<ObjectColumns> found = Optional.empty();

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
   * Finds out the schema: of Parquet and ORC from the objects' footers; of a text format from an
   * earlier run or from a sample, if none is given. No executor has to be there yet.
   *
   * @throws RunFailure if the format does not fit, or there is nothing to infer a schema from
   */
  public void prepare() {
    if (!FORMATS.contains(dataset.format())) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "dataset.format is '%s'; it must be one of %s"
              .formatted(dataset.format(), String.join(", ", FORMATS)));
    }
    if (objects.table() != null) {
      return;
    }
    if (!options.isText()) {
      found =
          Optional.of(ObjectColumns.find(spark, dataset.format(), objects, columnsToConsider()));
      return;
    }
    earlier =
        EarlierReading.find(
            store, Optional.ofNullable(dataset.schemaFrom()).map(S3Uri::parse), objects);
    if (dataset.schema() == null) {
      inferred =
          earlier.inferred().or(() -> Optional.of(new Sampler(spark, options, objects).infer()));
    }
  }

  /**
   * Opens the dataset, once it is prepared. Spark may need executors for that.
   *
   * @throws RunFailure if the schema or a column does not fit
   */
  public Reading read() {
    return read(bytes -> {});
  }

  /**
   * Opens the dataset, once it is prepared. Spark may need executors for that.
   *
   * @param size is told how many bytes there are before the reading of them is divided
   * @throws RunFailure if the schema or a column does not fit
   */
  public Reading read(LongConsumer size) {
    if (objects.table() != null) {
      OpenedTable opened = OpenedTable.open(spark, objects.table(), objects.uri());
      size.accept(opened.files().bytes());
      return reading(
          Table.of(opened.rows(), dataset.columns()),
          Optional.empty(),
          Optional.of(opened.facts()),
          opened.files(),
          Optional.empty());
    }
    Optional<StructType> given = Optional.ofNullable(dataset.schema()).map(TableReader::parse);
    return options.isText() ? text(given) : columnar(given);
  }

  private Reading columnar(Optional<StructType> given) {
    org.apache.spark.sql.Dataset<Row> data =
        new ColumnarRows(spark, options, objects, found.orElseThrow()).open(given);
    return reading(
        Table.of(data, dataset.columns()),
        Optional.empty(),
        found.map(ObjectColumns::facts),
        files(),
        Optional.empty());
  }

  private List<String> columnsToConsider() {
    return dataset.columns().isEmpty() && dataset.schema() != null
        ? List.of(parse(dataset.schema()).fieldNames())
        : dataset.columns();
  }

  private Reading text(Optional<StructType> given) {
    StructType schema = given.or(() -> inferred.map(Inferred::schema)).orElseThrow();
    options.compareHeaders(inferred.map(i -> i.sample().headersCompared()).orElse(true));
    options.showBadRecordsBeside(schema);
    org.apache.spark.sql.Dataset<Row> read =
        load(Optional.of(schema.add(options.textColumn(), DataTypes.StringType)));
    List<StructField> fields = inObjects(schema);
    CheckedRecords records =
        new CheckedRecords(read, options, fields, considered(fields), dataset.badRecords());
    return reading(
        Table.of(records.good(), dataset.columns()),
        inferred.map(Inferred::sample),
        Optional.empty(),
        files(),
        Optional.of(
            new TextRecords(
                objects.uri().toString(),
                options,
                inferred.map(Inferred::sample),
                dataset.badRecords(),
                records,
                earlier.badRecords())));
  }

  /** The columns that are in the objects, rather than in the names of their folders. */
  private List<StructField> inObjects(StructType schema) {
    return Stream.of(schema.fields())
        .filter(field -> !objects.partitionColumns().contains(field.name()))
        .toList();
  }

  private List<StructField> considered(List<StructField> fields) {
    List<StructField> considered =
        fields.stream()
            .filter(f -> dataset.columns().isEmpty() || dataset.columns().contains(f.name()))
            .toList();
    // Spark has to read one.
    return considered.isEmpty() ? fields.subList(0, 1) : considered;
  }

  private TableFiles files() {
    return new TableFiles(objects.objects().size(), objects.bytes());
  }

  private Reading reading(
      Table table,
      Optional<Sample> sample,
      Optional<FooterFacts> footers,
      TableFiles files,
      Optional<TextRecords> records) {
    Splits splits =
        Splits.of(
            table.rows(),
            objects,
            options.isMultiLine(),
            spark.sparkContext().hadoopConfiguration());
    return new Reading(table, sample.orElse(null), footers.orElse(null), files, splits, records);
  }

  private org.apache.spark.sql.Dataset<Row> load(Optional<StructType> schema) {
    DataFrameReader reader = options.reader(spark);
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
}
