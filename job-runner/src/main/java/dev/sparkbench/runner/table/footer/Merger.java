// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Merges the columns of many objects into those of one table. */
final class Merger {

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";
  private static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  private static final long MOST_BATCH_BYTES = 32L << 20;
  private static final int USUAL_ROWS = 4096;
  private static final int FEWEST_ROWS = 16;

  private final Map<FileColumns, List<String>> files;
  private final Footers footers;
  private final DatasetObjects objects;
  private final List<String> wanted;
  private final Names names;
  private final ObjectRemarks told;

  /** A column of the table, with the column of each kind of object. */
  record Column(String name, Map<FileColumns, StructField> fields) {}

  Merger(Footers footers, DatasetObjects objects, List<String> wanted) {
    this.files = footers.byColumns();
    this.footers = footers;
    this.objects = objects;
    this.wanted = wanted;
    this.names = Names.of(files.keySet());
    this.told = new ObjectRemarks(footers, objects);
  }

  ObjectColumns merge() {
    Names.require(files, told);
    Map<String, String> unreadable = leaveOutUnreadable();
    StructType schema = new StructType();
    Map<String, Column> merged = new LinkedHashMap<>();
    for (Column column : columns()) {
      Optional<StructField> field = merge(column, unreadable);
      if (field.isPresent()) {
        schema = schema.add(field.get());
        merged.put(column.name(), column);
      }
    }
    if (schema.isEmpty() && objects.partitionColumns().isEmpty()) {
      throw malformed(
          "no column of %s has a type that Spark can read: %s"
              .formatted(objects.uri(), String.join("; ", unreadable.values())));
    }
    for (StructField field : schema.fields()) {
      if (isWanted(field.name())) {
        compare(merged.get(field.name()), field.dataType());
      }
    }
    compareOrder();
    Map<String, String> spark = new HashMap<>(batches());
    if (names.ignoringCase()) {
      spark.put(CASE_SENSITIVE, "false");
    }
    if (files.keySet().stream().anyMatch(file -> !file.nanoseconds().isEmpty())) {
      spark.put(NANOS_AS_LONG, "true");
    }
    boolean hybrid = Calendar.HYBRID.isAmong(files.keySet());
    boolean mixed = hybrid && Calendar.PROLEPTIC.isAmong(files.keySet());
    if (hybrid) {
      remarkOnCalendar();
    }
    List<ObjectColumns.Group> groups =
        new Groups(objects.uri(), files, schema, merged, names, mixed).groups();
    return new ObjectColumns(
        schema, unreadable, spark, Calendar.rebasing(hybrid), groups, told.facts());
  }

  /** The rows that Spark reads at a time; the default is 4,096, however large they are. */
  private Map<String, String> batches() {
    long rows = MOST_BATCH_BYTES / Math.max(1, footers.rowBytes());
    if (rows >= USUAL_ROWS) {
      return Map.of();
    }
    String most = String.valueOf(Math.max(FEWEST_ROWS, rows));
    return Map.of(
        "spark.sql.parquet.columnarReaderBatchSize",
        most,
        "spark.sql.orc.columnarReaderBatchSize",
        most);
  }

  private boolean isWanted(Column column) {
    return isWanted(column.name());
  }

  private boolean isWanted(String name) {
    return wanted.isEmpty() || wanted.contains(name);
  }

  private Map<String, String> leaveOutUnreadable() {
    Map<String, String> all = new TreeMap<>();
    files.forEach(
        (file, keys) ->
            file.unreadable()
                .forEach(
                    (name, type) -> {
                      String what =
                          "column '%s' is of type %s in %s, which Spark cannot read"
                              .formatted(name, type, told.path(keys.get(0)));
                      if (wanted.contains(name)) {
                        throw malformed(
                            what
                                + ": write it with another type, or take it out of"
                                + " dataset.columns");
                      }
                      if (all.putIfAbsent(names.id(name), what) == null && wanted.isEmpty()) {
                        told.remark(what + ": the column is left out");
                      }
                    }));
    return all;
  }

  private List<Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (FileColumns file : files.keySet()) {
      for (StructField field : file.schema().fields()) {
        // The names of folders override columns in the objects.
        if (!objects.partitionColumns().contains(field.name())) {
          columns
              .computeIfAbsent(
                  names.id(field.name()), id -> new Column(field.name(), new LinkedHashMap<>()))
              .fields()
              .put(file, field);
        }
      }
    }
    return List.copyOf(columns.values());
  }

  private Optional<StructField> merge(Column column, Map<String, String> unreadable) {
    if (unreadable.containsKey(names.id(column.name()))) {
      return Optional.empty();
    }
    Map<DataType, List<String>> types = types(column);
    if (!isWanted(column)
        && column.fields().values().stream().map(StructField::dataType).distinct().count() > 1) {
      unreadable.put(
          names.id(column.name()),
          "column '%s', which is not among those to consider, is %s"
              .formatted(column.name(), told.among(types)));
      return Optional.empty();
    }
    DataType merged = null;
    for (DataType type : types.keySet()) {
      DataType before = merged;
      Optional<DataType> both =
          before == null ? Optional.of(type) : CommonType.of(before, type, names, true);
      if (both.isEmpty()) {
        throw malformed(
            "column '%s' is %s, which cannot be read as one column: write the objects with one type, or leave the column out of dataset.columns"
                .formatted(column.name(), told.among(types)));
      }
      merged = both.get();
    }
    StructField first = column.fields().values().iterator().next();
    return Optional.of(new StructField(column.name(), merged.asNullable(), true, first.metadata()));
  }

  /**
   * The types that a column has, with the objects; those of columns without values only if there
   * are no others.
   */
  private Map<DataType, List<String>> types(Column column) {
    Map<DataType, List<String>> types = new LinkedHashMap<>();
    Map<DataType, List<String>> ofNothing = new LinkedHashMap<>();
    column
        .fields()
        .forEach(
            (file, field) ->
                (file.isEmpty(field) ? ofNothing : types)
                    .computeIfAbsent(field.dataType().asNullable(), t -> new ArrayList<>())
                    .addAll(files.get(file)));
    return types.isEmpty() ? ofNothing : types;
  }

  private void compare(Column column, DataType type) {
    Set<String> with = new HashSet<>();
    column.fields().keySet().forEach(file -> with.addAll(files.get(file)));
    List<String> without =
        files.values().stream().flatMap(List::stream).filter(key -> !with.contains(key)).toList();
    if (!without.isEmpty()) {
      told.remark(
          "column '%s' is missing in %s: its rows there count as nulls"
              .formatted(column.name(), told.some(without)));
    }
    List<String> otherwise = keys(column, (file, field) -> !field.name().equals(column.name()));
    if (!otherwise.isEmpty()) {
      told.remark(
          "column '%s' is spelled otherwise in %s: it is read as one column"
              .formatted(column.name(), told.some(otherwise)));
    }
    List<String> nothing = keys(column, FileColumns::isEmpty);
    Map<DataType, List<String>> types = types(column);
    if (types.size() > 1) {
      told.remark(
          "column '%s' is %s: it is read as %s"
              .formatted(column.name(), told.among(types), type.sql()));
    }
    if (!nothing.isEmpty()) {
      told.remark("column '%s' has no value in %s".formatted(column.name(), told.some(nothing)));
    }
    List<String> nanoseconds =
        keys(column, (file, field) -> file.nanoseconds().contains(field.name()));
    if (!nanoseconds.isEmpty()) {
      told.remark(
          "column '%s' has points in time as nanoseconds in %s, which Spark has no type for: they are read as whole numbers, nanoseconds since 1970"
              .formatted(column.name(), told.some(nanoseconds)));
    }
  }

  private List<String> keys(Column column, BiPredicate<FileColumns, StructField> which) {
    return column.fields().entrySet().stream()
        .filter(entry -> which.test(entry.getKey(), entry.getValue()))
        .flatMap(entry -> files.get(entry.getKey()).stream())
        .sorted()
        .toList();
  }

  private void compareOrder() {
    List<String> first = ids(files.keySet().iterator().next());
    List<String> other = new ArrayList<>();
    files.forEach(
        (file, keys) -> {
          List<String> own = new ArrayList<>(ids(file));
          own.retainAll(new HashSet<>(first));
          List<String> expected = new ArrayList<>(first);
          expected.retainAll(new HashSet<>(own));
          if (!own.equals(expected)) {
            other.addAll(keys);
          }
        });
    if (!other.isEmpty()) {
      told.remark(
          "columns are in another order in %s: they are read by name".formatted(told.some(other)));
    }
  }

  private List<String> ids(FileColumns file) {
    return Arrays.stream(file.schema().fieldNames()).map(names::id).toList();
  }

  private void remarkOnCalendar() {
    List<String> hybrid =
        files.entrySet().stream()
            .filter(entry -> entry.getKey().calendar() == Calendar.HYBRID)
            .flatMap(entry -> entry.getValue().stream())
            .sorted()
            .toList();
    told.remark(
        "dates before 1582 are read as Julian ones, as Hive and old versions of Spark wrote them, in %s"
            .formatted(told.some(hybrid)));
  }

  static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
