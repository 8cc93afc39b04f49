// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Facts about the columns of the loaded rows.
 *
 * @param rows the number of rows
 * @param missing the number of rows without a value, by column
 * @param present the number of training rows with a value, by column
 * @param distinct the number of distinct values in the training rows, by column; only for texts and
 *     classes. Exact up to {@link #EXACT}, an estimate above that
 */
record ColumnFacts(
    long rows, Map<String, Long> missing, Map<String, Long> present, Map<String, Long> distinct) {

  /** Twice the largest number of categories that a task can be configured to accept. */
  private static final long EXACT = 2_000;

  /**
   * Examines columns.
   *
   * @param isTest whether a row is not used for training
   * @param counted the columns whose distinct values are counted
   */
  static ColumnFacts of(
      Dataset<Row> data, Column isTest, List<String> columns, List<String> counted) {
    List<Column> aggregates = new ArrayList<>(List.of(count(lit(1))));
    for (String name : columns) {
      aggregates.add(count(col(name)));
      aggregates.add(count(trained(name, isTest)));
    }
    // Within five percent, by a small sketch, because the number of values is not limited.
    counted.forEach(name -> aggregates.add(approx_count_distinct(trained(name, isTest))));
    Row row = first(data, aggregates);
    long rows = row.getLong(0);
    Map<String, Long> missing = new HashMap<>();
    Map<String, Long> present = new HashMap<>();
    Map<String, Long> distinct = new HashMap<>();
    int next = 1;
    for (String column : columns) {
      missing.put(column, rows - row.getLong(next++));
      present.put(column, row.getLong(next++));
    }
    for (String column : counted) {
      distinct.put(column, row.getLong(next++));
    }
    countFew(data, isTest, distinct);
    return new ColumnFacts(rows, missing, present, distinct);
  }

  /** The number of distinct values of columns, counted up to two: none, one, or more. */
  static Map<String, Long> noneOneOrMore(Dataset<Row> rows, List<String> columns) {
    List<Column> aggregates = new ArrayList<>();
    for (String name : columns) {
      aggregates.add(min(col(name)));
      aggregates.add(max(col(name)));
    }
    Row row = first(rows, aggregates);
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Object smallest = row.get(2 * i);
      counts.put(
          columns.get(i), smallest == null ? 0L : smallest.equals(row.get(2 * i + 1)) ? 1L : 2L);
    }
    return counts;
  }

  /** Counts exactly if there are few values, so that limits are applied exactly. */
  private static void countFew(Dataset<Row> data, Column isTest, Map<String, Long> distinct) {
    List<String> few = distinct.keySet().stream().filter(c -> distinct.get(c) <= EXACT).toList();
    if (few.isEmpty()) {
      return;
    }
    Row row =
        first(data, few.stream().map(name -> size(collect_set(trained(name, isTest)))).toList());
    for (int i = 0; i < few.size(); i++) {
      distinct.put(few.get(i), (long) row.getInt(i));
    }
  }

  private static Row first(Dataset<Row> data, List<Column> aggregates) {
    Column[] rest = aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
    return data.agg(aggregates.get(0), rest).first();
  }

  private static Column trained(String name, Column isTest) {
    return when(not(isTest), col(name));
  }
}
