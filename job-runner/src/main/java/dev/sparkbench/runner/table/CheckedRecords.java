// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.runner.table.BadRecordCounts.ColumnCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The records of a text format. Spark returns the text of a bad record in a further column, which
 * is null for good records. So a good record costs only a check of that column, and a bad one
 * either fails the computation or is left out.
 */
final class CheckedRecords {

  /**
   * The exception for a bad record, with the dataset. Unlike Spark's own exception, it contains
   * nothing of the record.
   */
  static final String FOUND = "found a record that cannot be read in ";

  /**
   * More conditions than this are put into an array, because a chain of them would exceed the size
   * limit of a Java method.
   */
  private static final int CHAINED = 32;

  /**
   * Records that have the same fields in the same order.
   *
   * @param read the data that was read, with the further column, whose name is in the reader's
   *     options
   * @param fields the fields of a record, in order
   */
  record Part(Dataset<Row> read, List<StructField> fields) {}

  private final String uri;
  private final BadRecords policy;
  private final ReadOptions options;
  private final Column text;
  private final List<Part> parts;
  private final List<StructField> fields;
  private final List<StructField> checked;

  /**
   * Takes what was read.
   *
   * @param uri of what
   * @param parts the same columns in different orders; at least one
   * @param fields the columns in the order of the schema
   * @param checked those whose values make a record bad if they are of another type; at least one
   */
  CheckedRecords(
      String uri,
      List<Part> parts,
      ReadOptions options,
      List<StructField> fields,
      List<StructField> checked,
      BadRecords policy) {
    this.uri = uri;
    this.policy = policy;
    this.options = options;
    this.text = functions.col(options.textColumn());
    this.parts = List.copyOf(parts);
    this.fields = fields;
    this.checked = checked;
  }

  /** A column by its name, whatever that is. */
  static Column value(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** How many fields a record has. */
  int width() {
    return fields.size();
  }

  /** The good records, with the columns in the order of the schema. */
  Dataset<Row> good() {
    return parts.stream()
        .map(part -> ordered(good(part), part))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Dataset<Row> ordered(Dataset<Row> rows, Part part) {
    List<String> has = part.fields().stream().map(StructField::name).toList();
    List<String> should = fields.stream().map(StructField::name).toList();
    if (has.equals(should) && fields.stream().noneMatch(this::isConverted)) {
      return rows;
    }
    Stream<Column> inObjects =
        fields.stream()
            .map(
                field ->
                    isConverted(field)
                        ? NarrowNumbers.cast(value(field.name()), field.dataType()).as(field.name())
                        : value(field.name()));
    Stream<Column> inFolders =
        Stream.of(rows.schema().fieldNames())
            .filter(name -> !has.contains(name))
            .map(CheckedRecords::value);
    return rows.select(Stream.concat(inObjects, inFolders).toArray(Column[]::new));
  }

  private Dataset<Row> good(Part part) {
    Column bad =
        policy == BadRecords.Drop
            ? functions.lit(false)
            : functions.raise_error(functions.lit(FOUND + uri)).cast(DataTypes.BooleanType);
    return part.read()
        .filter(functions.when(isBad(), bad).when(never(), true).otherwise(true))
        .drop(options.textColumn());
  }

  /**
   * True for a record whose text Spark returns, and for a record with bytes that are invalid in the
   * encoding, which Spark decodes silently.
   */
  private Column isBad() {
    List<Column> bad = checked.stream().flatMap(field -> isBad(field).stream()).toList();
    Column handedOver = text.isNotNull();
    if (bad.isEmpty()) {
      return handedOver;
    }
    return bad.size() <= CHAINED
        ? handedOver.or(bad.stream().reduce(Column::or).orElseThrow())
        : handedOver.or(
            functions.array_contains(functions.array(bad.toArray(Column[]::new)), true));
  }

  /**
   * A condition for values that are bad although Spark reads them; empty if there are no such
   * values.
   */
  private Optional<Column> isBad(StructField field) {
    if (isText(field)) {
      return options.isCsv() ? Optional.of(isMarked(field)) : Optional.empty();
    }
    return isConverted(field)
        ? Optional.of(NarrowNumbers.doesNotFit(value(field.name()), field.dataType()))
        : Optional.empty();
  }

  private boolean isConverted(StructField field) {
    return !readType(field, options).equals(field.dataType());
  }

  /** The column with the type with which it is read. */
  static StructField asRead(StructField field, ReadOptions options) {
    return new StructField(
        field.name(), readType(field, options), field.nullable(), field.metadata());
  }

  /**
   * Spark's reader of CSV leaves commas out of decimals: it reads {@code 26253,37} as 2625337. So
   * decimals are read as texts, unless the manifest says what a comma means.
   */
  private static DataType readType(StructField field, ReadOptions options) {
    return field.dataType() instanceof DecimalType && options.isCsv() && !options.saysLocale()
        ? DataTypes.StringType
        : NarrowNumbers.wider(field.dataType());
  }

  private static boolean isText(StructField field) {
    return field.dataType().equals(DataTypes.StringType);
  }

  private Column isMarked(StructField field) {
    return ReplacementCharacters.in(value(field.name()), options.marksStrictly());
  }

  /**
   * A condition that is always false, but that Spark cannot optimize away. Spark checks only the
   * values that a query uses, but it must not depend on the tasks which records are bad.
   */
  private Column never() {
    Column[] nulls =
        checked.stream().map(field -> value(field.name()).isNull()).toArray(Column[]::new);
    return functions.size(functions.array(nulls)).lt(0);
  }

  /** Counts the bad records in a pass of its own, and in which columns they have bad values. */
  BadRecordCounts count() {
    long records = 0;
    long malformed = 0;
    long[] values = new long[checked.size()];
    for (Part part : parts) {
      Row row = count(part);
      records += row.getLong(0);
      malformed += row.getLong(1);
      for (int i = 0; i < values.length; i++) {
        values[i] += row.getLong(i + 2);
      }
    }
    List<ColumnCount> columns = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      StructField field = checked.get(i);
      columns.add(new ColumnCount(field.name(), field.dataType().sql(), values[i]));
    }
    columns.removeIf(column -> column.values() == 0);
    columns.sort(Comparator.comparingLong(ColumnCount::values).reversed());
    return BadRecordCounts.of(policy, records, malformed, columns);
  }

  private Row count(Part part) {
    Column texts = texts(part);
    List<Column> counts = new ArrayList<>();
    counts.add(functions.count(texts.getField(options.textColumn())));
    for (StructField field : checked) {
      Column lost = value(field.name()).isNull().and(texts.getField(field.name()).isNotNull());
      counts.add(functions.count(functions.when(isBad(field).map(lost::or).orElse(lost), true)));
    }
    return part.read()
        .filter(isBad())
        .agg(functions.count(functions.lit(1)), counts.toArray(Column[]::new))
        .head();
  }

  /** A bad record's fields as texts; a field that has a text but no value is bad. */
  private Column texts(Part part) {
    StructType schema = new StructType();
    for (StructField field : part.fields()) {
      schema = schema.add(field.name(), DataTypes.StringType);
    }
    schema = schema.add(options.textColumn(), DataTypes.StringType);
    Map<String, String> all = new HashMap<>(options.all());
    return options.isCsv()
        ? functions.from_csv(text, functions.lit(schema.toDDL()), all)
        : functions.from_json(text, schema, all);
  }
}
