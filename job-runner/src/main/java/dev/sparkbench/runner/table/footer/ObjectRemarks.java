// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import dev.sparkbench.runner.storage.DatasetObjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;

/** Collects remarks about objects, and names objects in them. */
final class ObjectRemarks {

  private static final int MOST_REMARKS = 20;

  private final Footers footers;
  private final DatasetObjects objects;
  private final List<String> remarks = new ArrayList<>();

  ObjectRemarks(Footers footers, DatasetObjects objects) {
    this.footers = footers;
    this.objects = objects;
  }

  /** Such as {@code INT in 1 of 2 objects (a.parquet) and BIGINT in 1 of 2 objects (b.parquet)}. */
  String among(Map<DataType, List<String>> types) {
    return types.entrySet().stream()
        .map(entry -> entry.getKey().sql() + " in " + some(entry.getValue()))
        .collect(Collectors.joining(" and "));
  }

  /** Such as {@code 2 of 3 objects (such as a.parquet)}. */
  String some(Collection<String> keys) {
    String first = keys.iterator().next();
    if (footers.lookedAt() == 1) {
      return first;
    }
    return keys.size() == footers.lookedAt()
        ? "all %d objects".formatted(keys.size())
        : "%d of %d objects (%s%s)"
            .formatted(keys.size(), footers.lookedAt(), keys.size() == 1 ? "" : "such as ", first);
  }

  /** An object's address. */
  String path(String key) {
    return "s3://%s/%s".formatted(objects.uri().bucket(), key);
  }

  /** Adds a remark. */
  void remark(String text) {
    remarks.add(text);
  }

  /** The remarks, up to a readable number. */
  FooterFacts facts() {
    List<String> told = new ArrayList<>(remarks.stream().limit(MOST_REMARKS).toList());
    if (remarks.size() > told.size()) {
      told.add("%d more remarks of this kind".formatted(remarks.size() - told.size()));
    }
    if (!remarks.isEmpty() && footers.lookedAt() < footers.objects()) {
      told.add(
          "only %d of %d objects were looked at".formatted(footers.lookedAt(), footers.objects()));
    }
    return new FooterFacts(footers.lookedAt(), footers.objects(), told);
  }
}
