// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.EditOf;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of the spec, by their paths, with the effect of an edit of each. */
final class SpecFields {

  /** All of them. */
  static final SortedMap<String, EditOf> ALL =
      Collections.unmodifiableSortedMap(collect("", SparkBenchmarkJobSpec.class, new TreeMap<>()));

  private SpecFields() {}

  private static SortedMap<String, EditOf> collect(
      String parent, Class<?> type, SortedMap<String, EditOf> fields) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = parent + component.getName();
      EditOf edit = component.getAnnotation(EditOf.class);
      if (edit != null) {
        fields.put(path, edit);
      } else if (component.getType().isRecord()) {
        collect(path + ".", component.getType(), fields);
      } else {
        throw new IllegalStateException(
            "spec.%s does not say what an edit does; annotate it with EditOf".formatted(path));
      }
    }
    return fields;
  }
}
