// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.TableFiles;
import dev.sparkbench.runner.table.codec.Codecs;
import dev.sparkbench.runner.table.footer.FooterFacts;
import dev.sparkbench.runner.table.footer.ObjectColumns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens a dataset with Spark. Where no schema is given, it comes from the files (Parquet, ORC),
 * from an earlier run, or from a sample (CSV, JSON). A sample may miss a value that does not fit,
 * so such values are detected when the data is read.
 */
public final class TableReader {

  private static final List<String> FORMATS =
      List.of("csv", "json", "parquet", "orc", "delta", "iceberg");

  private static final Pattern LIMITED_TEXT = Pattern.compile("\\b(?:var)?char\\(");

  private final SparkSession spark;
  private final Dataset dataset;
  private final DatasetObjects objects;
  private final ObjectStore store;
  private final String inDocument;
  private final ReadOptions options;
  private EarlierReading earlier = EarlierReading.NOTHING;
  private Optional<Inferred> inferred = Optional.empty();
  private List<StructField> fields = List.of();
  private List<CsvHeaders.Alike> alike = List.of();
  private Optional<ObjectColumns> found = Optional.empty();

  /**
   * Creates a reader of a dataset with the given objects.
   *
   * @param inDocument the JSON pointer to its facts in the documents of earlier runs
   */
  public TableReader(
      SparkSession spark,
      Dataset dataset,
      DatasetObjects objects,
      ObjectStore store,
      String inDocument) {
    this.inDocument = inDocument;
    this.spark = spark;
    this.dataset = dataset;
    this.objects = objects;
    this.store = store;
    this.options = ReadOptions.of(dataset);
  }

  /**
   * Determines the schema: for Parquet and ORC from the objects' footers; for a text format from an
   * earlier run or from a sample, unless it is given, and the positions of the columns in each
   * object. It needs no executor.
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
    objects.requireSamePartitionColumns();
    if (!options.isText()) {
      found =
          Optional.of(ObjectColumns.find(spark, dataset.format(), objects, columnsToConsider()));
      return;
    }
    Codecs.register(spark.sparkContext().hadoopConfiguration());
    options.requireLines();
    ObjectHeads heads = new ObjectHeads(spark, objects, options);
    heads.requireKnownEndings();
    earlier =
        EarlierReading.find(
            store,
            Optional.ofNullable(dataset.schemaFrom()).map(S3Uri::parse),
            inDocument,
            objects);
    Optional<StructType> given = Optional.ofNullable(dataset.schema()).map(TableReader::parse);
    if (given.isEmpty()) {
      inferred = earlier.inferred();
    }
    CsvHeaders headers = new CsvHeaders(spark, options, objects);
    if (options.hasHeader()) {
      headers.read();
    } else if (dataset.schemaFrom() == null) {
      heads.requireHeads();
    }
    Optional<Boolean> emptyTexts = earlier.emptyTexts();
    boolean marks = earlier.marks().orElse(false);
    // An earlier run has checked the same data.
    boolean lookedAt = options.isCsv() ? emptyTexts.isPresent() : dataset.schemaFrom() != null;
    if (!lookedAt || given.isEmpty() && inferred.isEmpty()) {
      Sampler.Look look = new Sampler(spark, options, objects, given, dataset.badRecords()).look();
      inferred = inferred.or(look::inferred);
      emptyTexts = emptyTexts.or(() -> Optional.of(look.emptyTexts()));
      marks = marks || look.marks();
    }
    if (options.isCsv() && marks) {
      options.markStrictly();
    }
    if (options.isCsv() && emptyTexts.orElse(false) && !options.saysWhatIsMissing()) {
      options.keepEmptyTexts();
    }
    StructType schema = given.or(() -> inferred.map(Inferred::schema)).orElseThrow();
    fields = inObjects(schema, headers);
    alike =
        options.hasHeader()
            ? headers.sort(fields.stream().map(StructField::name).toList())
            : List.of();
    if (alike.isEmpty()) {
      alike = List.of(new CsvHeaders.Alike(CsvHeader.asTheyAre(fields.size()), objects.objects()));
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
   * @param size receives the number of bytes before they are divided into splits
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
    options.showBadRecordsBeside(schema);
    List<CheckedRecords.Part> parts =
        alike.stream()
            .map(
                some ->
                    new CheckedRecords.Part(
                        rows(some, schema, this::asRead), List.of(ordered(some, this::asRead))))
            .toList();
    CheckedRecords records =
        new CheckedRecords(
            objects.uri().toString(),
            parts,
            options,
            fields,
            considered(fields),
            dataset.badRecords());
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
                earlier.badRecords(),
                unseenTexts(schema))));
  }

  /** In JSON, a number does not begin with 0, so there are no such texts. */
  private Optional<UnseenTexts> unseenTexts(StructType schema) {
    if (!options.isCsv() || inferred.isEmpty() || earlier.inferred().isPresent()) {
      return Optional.empty();
    }
    List<StructField> numbers =
        considered(fields).stream()
            .filter(field -> field.dataType() instanceof NumericType)
            .toList();
    List<org.apache.spark.sql.Dataset<Row>> parts =
        alike.stream()
            .map(
                some ->
                    rows(some, schema, field -> numbers.contains(field) ? asText(field) : field))
            .toList();
    return Optional.of(
        new UnseenTexts(objects.uri().toString(), inferred.get().sample(), numbers, parts));
  }

  private StructField asRead(StructField field) {
    return CheckedRecords.asRead(field, options);
  }

  private static StructField asText(StructField field) {
    return new StructField(field.name(), DataTypes.StringType, true, field.metadata());
  }

  /** The records of some objects, with the text of bad records. */
  private org.apache.spark.sql.Dataset<Row> rows(
      CsvHeaders.Alike some, StructType schema, UnaryOperator<StructField> type) {
    StructField text =
        new StructField(options.textColumn(), DataTypes.StringType, true, Metadata.empty());
    return new ObjectRows(spark, options, objects)
        .of(some.objects(), Map.of(), new StructType(ordered(some, type)).add(text), schema);
  }

  private StructField[] ordered(CsvHeaders.Alike some, UnaryOperator<StructField> type) {
    StructField[] ordered = new StructField[fields.size()];
    for (int i = 0; i < ordered.length; i++) {
      ordered[some.order().get(i)] = type.apply(fields.get(i));
    }
    return ordered;
  }

  /**
   * The columns in the objects, without those in the names of folders. If a column is in both,
   * Spark uses the values of the folders.
   */
  private List<StructField> inObjects(StructType schema, CsvHeaders headers) {
    Set<String> inFolders = objects.partitionColumns();
    List<String> inHeader = headers.first().orElse(List.of());
    return Stream.of(schema.fields())
        .filter(field -> !inFolders.contains(field.name()) || inHeader.contains(field.name()))
        .toList();
  }

  private List<StructField> considered(List<StructField> fields) {
    List<StructField> considered =
        fields.stream()
            .filter(f -> dataset.columns().isEmpty() || dataset.columns().contains(f.name()))
            .filter(f -> !objects.partitionColumns().contains(f.name()))
            .toList();
    // Spark must read at least one column.
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
            options.readsWholeObjects(),
            spark.sparkContext().hadoopConfiguration());
    return new Reading(
        table,
        sample.orElse(null),
        footers.orElse(null),
        files,
        splits,
        records,
        options.isCsv() ? options.keepsEmptyTexts() : null,
        options.isCsv() ? options.marksStrictly() : null,
        commaNumbers(table.columns().stream().map(TableColumn::name).toList()));
  }

  private List<String> commaNumbers(List<String> considered) {
    return inferred.map(Inferred::commaNumbers).orElse(List.of()).stream()
        .filter(considered::contains)
        .toList();
  }

  private static StructType parse(String ddl) {
    StructType schema = parsed(ddl);
    for (StructField field : schema.fields()) {
      if (LIMITED_TEXT.matcher(field.dataType().catalogString()).find()) {
        throw new RunFailure(
            FailureReason.MALFORMED_DATA,
            "dataset.schema gives column '%s' the type %s, which Spark has for tables only: use STRING"
                .formatted(field.name(), field.dataType().sql()));
      }
    }
    return schema;
  }

  private static StructType parsed(String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) {
      // Spark's exception is a checked one that Scala does not declare.
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "dataset.schema is not valid Spark DDL such as \"id BIGINT, price DOUBLE\": "
              + e.getMessage().strip().lines().findFirst().orElse(""),
          e);
    }
  }
}
