// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.DatasetSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds fields of spec.dataset that have no effect on a kind of work. */
final class UnusedDataset {

  private UnusedDataset() {}

  /**
   * A violation for each field that is set and not used.
   *
   * @param used names of fields that the work uses
   * @param why what does not use the others, as the end of "is not for"
   */
  static List<Violation> violations(DatasetSpec dataset, Set<String> used, String why) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", dataset.format());
    fields.put("options", dataset.options());
    fields.put("schema", dataset.schema());
    fields.put("badRecords", dataset.badRecords());
    fields.put("columns", dataset.columns());
    fields.put("label", dataset.label());
    fields.put("features", dataset.features());
    return fields.entrySet().stream()
        .filter(field -> field.getValue() != null && !used.contains(field.getKey()))
        .map(
            field ->
                new Violation(
                    "spec.dataset." + field.getKey(), "is not for %s; remove it".formatted(why)))
        .toList();
  }
}
