package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Opens a dataset with Spark. Where no schema is given, it comes from the files (Parquet, ORC),
 * from an earlier run, or from all of the data (CSV, JSON): a sample could miss the one value that
 * makes a column a text, and its values would turn into nulls without a word.
 */
public final class TableReader {

  private static final List<String> FORMATS = List.of("csv", "json", "parquet", "orc");

  private final SparkSession spark;
  private final Dataset dataset;
  private final DatasetObjects objects;
  private final ObjectStore store;

  /** Makes a reader of the dataset that consists of those objects. */
  public TableReader(
      SparkSession spark, Dataset dataset, DatasetObjects objects, ObjectStore store) {
    this.spark = spark;
    this.dataset = dataset;
    this.objects = objects;
    this.store = store;
  }

  /**
   * Opens the dataset; reads it once if its schema has to be inferred.
   *
   * @throws RunFailure if the format, the schema or a column does not fit
   */
  public Table read() {
    if (!FORMATS.contains(dataset.format())) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "dataset.format is '%s'; it must be one of %s"
              .formatted(dataset.format(), String.join(", ", FORMATS)));
    }
    Optional<StructType> schema = schema();
    DataFrameReader reader = reader(schema.isEmpty());
    schema.ifPresent(reader::schema);
    return Table.of(load(reader), dataset.columns());
  }

  /** The schema, where it need not be inferred and is not in the files themselves. */
  private Optional<StructType> schema() {
    if (dataset.schema() != null) {
      StructType given = parse(dataset.schema());
      if (describesItself()) {
        // Spark would read a column that is not there as nulls.
        List<String> present = List.of(load(reader(false)).schema().fieldNames());
        Table.requireAll("dataset.schema", List.of(given.fieldNames()), present);
      }
      return Optional.of(given);
    }
    return describesItself()
        ? Optional.empty()
        : Optional.ofNullable(dataset.schemaFrom())
            .map(S3Uri::parse)
            .flatMap(document -> EarlierSchema.find(store, document, objects));
  }

  private DataFrameReader reader(boolean infer) {
    DataFrameReader reader = spark.read().format(dataset.format());
    defaults(infer).forEach(reader::option);
    dataset.options().forEach(reader::option);
    return reader;
  }

  private org.apache.spark.sql.Dataset<Row> load(DataFrameReader reader) {
    return reader.load(path(objects.uri()));
  }

  private boolean describesItself() {
    return dataset.format().equals("parquet") || dataset.format().equals("orc");
  }

  private Map<String, String> defaults(boolean infer) {
    Map<String, String> options = new TreeMap<>();
    if (dataset.format().equals("csv")) {
      options.put("header", "true");
      options.put("inferSchema", String.valueOf(infer));
      // Compare the names of a given schema with the header line instead of ignoring that.
      options.put("enforceSchema", String.valueOf(dataset.schema() == null));
    }
    if (!describesItself()) {
      // Spark's own default turns what does not fit into nulls.
      options.put("mode", "FAILFAST");
    }
    if (!objects.folders().isEmpty() && !objects.isPartitioned()) {
      // Spark's own default ignores files in folders below the path.
      options.put("recursiveFileLookup", "true");
    }
    return options;
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

  /** The path under which Spark reads an object. */
  private static String path(S3Uri uri) {
    return "s3a://%s/%s".formatted(uri.bucket(), uri.key());
  }
}
