// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.table.footer.ObjectColumns;
import dev.sparkbench.runner.table.footer.Widening;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of self-describing objects (Parquet, ORC). Spark reads each column of each object with
 * the type that it has there; columns that need another type are cast.
 *
 * @param columns the columns according to the objects
 */
record ColumnarRows(
    SparkSession spark, ReadOptions options, DatasetObjects objects, ObjectColumns columns) {

  // The manifest's settings win.
  private static final Map<String, String> MODES =
      Map.of(
          "datetimeRebaseMode", "spark.sql.parquet.datetimeRebaseModeInRead",
          "int96RebaseMode", "spark.sql.parquet.int96RebaseModeInRead");

  /**
   * Opens them.
   *
   * @param given the columns to read with their types; empty for all as they are
   */
  Dataset<Row> open(Optional<StructType> given) {
    columns.spark().forEach(spark.conf()::set);
    // Names of folders may give columns too; these have the requested type.
    StructType types = given.orElseGet(StructType::new);
    Dataset<Row> all = rows(objects.objects(), columns.options(), columns.schema(), types);
    given.ifPresent(schema -> requireReadable(schema, all.schema()));
    if (!columns.groups().isEmpty()) {
      Dataset<Row> rows = union(all.schema());
      return given.map(schema -> cast(rows, schema)).orElse(rows);
    }
    return given.map(schema -> openAs(schema, all.schema())).orElse(all);
  }

  private Dataset<Row> rows(
      List<StoredObject> some, Map<String, String> more, StructType own, StructType types) {
    Map<String, String> modes = new TreeMap<>(more);
    modes.keySet().removeIf(mode -> spark.conf().getAll().contains(MODES.getOrDefault(mode, "")));
    return new ObjectRows(spark, options, objects).of(some, modes, own, types);
  }

  private Dataset<Row> openAs(StructType given, StructType own) {
    StructType read = new StructType();
    for (StructField field : given.fields()) {
      StructField there = own.apply(field.name());
      boolean cast = isInObjects(field) && !isNested(field.dataType());
      read = read.add(cast ? there : field);
    }
    return cast(rows(objects.objects(), columns.options(), read, given), given);
  }

  private boolean isInObjects(StructField field) {
    return columns.schema().getFieldIndex(field.name()).isDefined();
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  private void requireReadable(StructType given, StructType own) {
    for (String name : given.fieldNames()) {
      if (columns.unreadable().containsKey(name)) {
        throw malformed(
            "dataset.schema names a column that cannot be read: " + columns.unreadable().get(name));
      }
    }
    // Spark would read a missing column as nulls.
    Table.requireAll("dataset.schema", List.of(given.fieldNames()), List.of(own.fieldNames()));
    for (StructField field : given.fields()) {
      DataType there = own.apply(field.name()).dataType();
      boolean nested = isNested(there) && there.getClass() == field.dataType().getClass();
      if (isInObjects(field) && !nested && !holds(field.dataType(), there)) {
        throw malformed(
            "dataset.schema gives column '%s' the type %s, but in the objects of %s it is %s: give a type that holds all of its values, or leave dataset.schema out"
                .formatted(field.name(), field.dataType().sql(), objects.uri(), there.sql()));
      }
    }
  }

  private static boolean holds(DataType given, DataType there) {
    return Widening.of(there, given).filter(given::equals).isPresent();
  }

  private Dataset<Row> cast(Dataset<Row> rows, StructType schema) {
    return rows.select(
        Arrays.stream(schema.fields())
            .map(field -> value(field).cast(field.dataType()).as(field.name()))
            .toArray(Column[]::new));
  }

  private static Column value(StructField field) {
    return functions.col("`" + field.name().replace("`", "``") + "`");
  }

  /** All groups of objects, each read with its own types. */
  private Dataset<Row> union(StructType all) {
    Map<String, StoredObject> byKey =
        objects.objects().stream()
            .collect(Collectors.toMap(StoredObject::key, Function.identity()));
    return columns.groups().stream()
        .map(group -> group(group, all, group.keys().stream().map(byKey::get).toList()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Dataset<Row> group(ObjectColumns.Group group, StructType all, List<StoredObject> some) {
    // Columns of folders have the types that they have for all objects together.
    Dataset<Row> rows = rows(some, group.options(), group.schema(), all);
    return rows.select(
        Arrays.stream(all.fields())
            .map(
                field ->
                    (group.empty().contains(field.name()) ? functions.lit(null) : value(field))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new));
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
