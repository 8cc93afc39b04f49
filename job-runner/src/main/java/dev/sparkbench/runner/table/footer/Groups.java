// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import dev.sparkbench.api.contract.S3Uri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Groups objects by the schema and options with which Spark must read them.
 *
 * @param uri the dataset
 * @param files the objects by their columns
 * @param schema the columns as they are read
 * @param columns the columns of each kind of object
 * @param names which names belong to the same column
 * @param byCalendar whether objects with different calendars are read separately
 */
record Groups(
    S3Uri uri,
    Map<FileColumns, List<String>> files,
    StructType schema,
    Map<String, Merger.Column> columns,
    Names names,
    boolean byCalendar) {

  private static final int MOST_GROUPS = 32;

  /** The groups; none if Spark can read all objects at once. */
  List<ObjectColumns.Group> groups() {
    /** The schema and options for Spark. */
    record Key(StructType schema, Set<String> empty, boolean hybrid) {}

    Map<Key, List<String>> groups = new LinkedHashMap<>();
    boolean cast = false;
    for (Map.Entry<FileColumns, List<String>> entry : files.entrySet()) {
      FileColumns file = entry.getKey();
      StructType own = new StructType();
      Set<String> empty = new LinkedHashSet<>();
      for (StructField field : schema.fields()) {
        StructField there = columns.get(field.name()).fields().get(file);
        boolean other =
            there != null
                && CommonType.of(field.dataType(), there.dataType().asNullable(), names, false)
                    .isEmpty();
        if (other && file.isEmpty(there)) {
          empty.add(field.name());
        } else {
          own =
              own.add(
                  other
                      ? new StructField(field.name(), there.dataType(), true, there.metadata())
                      : field);
        }
        cast |= other;
      }
      boolean hybrid = byCalendar && file.calendar() == Calendar.HYBRID;
      groups
          .computeIfAbsent(new Key(own, empty, hybrid), key -> new ArrayList<>())
          .addAll(entry.getValue());
    }
    if (!cast && !byCalendar) {
      return List.of();
    }
    if (groups.size() > MOST_GROUPS) {
      throw Merger.malformed(
          "the types of %s differ in %d ways from object to object, more than %d: write the objects with one type for each column"
              .formatted(uri, groups.size(), MOST_GROUPS));
    }
    boolean allHybrid = !byCalendar && Calendar.HYBRID.isAmong(files.keySet());
    return groups.entrySet().stream()
        .map(
            group ->
                new ObjectColumns.Group(
                    group.getKey().schema(),
                    group.getKey().empty(),
                    Calendar.rebasing(group.getKey().hybrid() || allHybrid),
                    group.getValue()))
        .toList();
  }
}
