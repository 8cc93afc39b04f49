// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares the exact results of a profile with the results of other tools. */
final class Agreement {

  private static final double PERCENT = 100;

  // Other tools compute means as sums of rounded terms.
  private static final double NEARLY = 1e-9;

  private Agreement() {}

  /** With {@link Peers#basics}. */
  static void check(JsonNode profile, Row basics, StructType schema) {
    int next = 0;
    long rows = basics.getLong(next++);
    same("row_count", profile.at("/row_count/rows").asDouble(), rows);
    for (StructField field : schema.fields()) {
      JsonNode column = profile.at("/columns/" + field.name());
      double nulls = PERCENT * (rows - basics.getLong(next++)) / rows;
      same(field.name() + " nulls", column.get("null_percentage").asDouble(), nulls);
      if (field.dataType() instanceof NumericType) {
        for (String statistic : List.of("min", "max", "mean")) {
          same(
              field.name() + " " + statistic,
              column.at("/min_max_mean/" + statistic).asDouble(),
              new BigDecimal(basics.get(next++).toString()).doubleValue());
        }
      }
    }
  }

  /** With {@link Peers#duckDb}. */
  static void check(JsonNode profile, List<List<String>> summary) {
    for (List<String> row : summary) {
      JsonNode own = profile.at("/columns/" + row.get(0) + "/min_max_mean");
      // Dates and times have a smallest and a largest value, too.
      if (own.has("mean")) {
        same(row.get(0) + " min", own.get("min").asDouble(), Double.parseDouble(row.get(1)));
        same(row.get(0) + " max", own.get("max").asDouble(), Double.parseDouble(row.get(2)));
        same(row.get(0) + " mean", own.get("mean").asDouble(), Double.parseDouble(row.get(3)));
      }
      same("rows", profile.at("/row_count/rows").asDouble(), Double.parseDouble(row.get(4)));
    }
  }

  private static void same(String what, double own, double others) {
    if (Math.abs(own - others) > NEARLY * Math.max(1, Math.abs(others))) {
      throw new IllegalStateException("%s: %s here, %s there".formatted(what, own, others));
    }
  }
}
