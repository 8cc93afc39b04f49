// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which names in different objects belong to the same column.
 *
 * @param ignoringCase whether names that differ only in case do
 */
record Names(boolean ignoringCase) {

  // Hive's names of columns in ORC objects, which Spark matches by position.
  private static final String PLACE = "_col\\d+";

  static Names of(Set<FileColumns> files) {
    return new Names(canIgnoreCase(files));
  }

  /**
   * Fails if columns cannot be distinguished by their names.
   *
   * @param files the objects by their columns
   */
  static void require(Map<FileColumns, List<String>> files, ObjectRemarks told) {
    List<String> byPlace = new ArrayList<>();
    List<String> byName = new ArrayList<>();
    files.forEach(
        (file, keys) -> {
          List<String> names = List.of(file.schema().fieldNames());
          Set<String> seen = new HashSet<>();
          names.stream()
              .filter(name -> !seen.add(name))
              .findFirst()
              .ifPresent(
                  twice -> {
                    throw Merger.malformed(
                        "%s has two columns '%s': write it with names of their own"
                            .formatted(told.path(keys.get(0)), twice));
                  });
          boolean places = !names.isEmpty() && names.stream().allMatch(n -> n.matches(PLACE));
          (places ? byPlace : byName).add(keys.get(0));
        });
    if (!byPlace.isEmpty() && !byName.isEmpty()) {
      throw Merger.malformed(
          "%s calls its columns _col0 and so on, but %s has names: write them alike"
              .formatted(told.path(byPlace.get(0)), told.path(byName.get(0))));
    }
  }

  /**
   * If names differ in case from object to object, and no object has two that differ in case only.
   */
  private static boolean canIgnoreCase(Set<FileColumns> files) {
    Map<String, Set<String>> spellings = new HashMap<>();
    for (FileColumns file : files) {
      Set<String> paths = new HashSet<>();
      paths(file.schema(), "", paths);
      paths.addAll(file.unreadable().keySet());
      for (String path : paths) {
        spellings.computeIfAbsent(lower(path), p -> new HashSet<>()).add(path);
      }
      if (paths.stream().map(Names::lower).distinct().count() < paths.size()) {
        return false;
      }
    }
    return spellings.values().stream().anyMatch(all -> all.size() > 1);
  }

  private static void paths(DataType type, String at, Set<String> paths) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        String path = at.isEmpty() ? field.name() : at + '\0' + field.name();
        paths.add(path);
        paths(field.dataType(), path, paths);
      }
    } else if (type instanceof ArrayType array) {
      paths(array.elementType(), at + "\0[]", paths);
    } else if (type instanceof MapType map) {
      paths(map.keyType(), at + "\0{k}", paths);
      paths(map.valueType(), at + "\0{v}", paths);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The same key for names of the same column. */
  String id(String name) {
    return ignoringCase ? lower(name) : name;
  }
}
