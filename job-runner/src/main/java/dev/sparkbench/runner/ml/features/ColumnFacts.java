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
 * What the loaded rows tell of their columns.
 *
 * @param rows how many rows there are
 * @param missing how many of them lack a value, by column
 * @param present how many of the rows to train on have one, by column
 * @param distinct how many distinct values there are in the rows to train on, by column; only of
 *     texts and classes. Exact up to {@link #EXACT}, about as many beyond
 */
record ColumnFacts(
    long rows, Map<String, Long> missing, Map<String, Long> present, Map<String, Long> distinct) {

  /** Twice as many categories as any task may be told to take. */
  private static final long EXACT = 2_000;

  /**
   * Looks at some columns.
   *
   * @param isTest tells which rows are not trained on
   * @param counted those whose distinct values are counted
   */
  static ColumnFacts of(
      Dataset<Row> data, Column isTest, List<String> columns, List<String> counted) {
    List<Column> aggregates = new ArrayList<>(List.of(count(lit(1))));
    for (String name : columns) {
      aggregates.add(count(col(name)));
      aggregates.add(count(trained(name, isTest)));
    }
    // Within five percent, by a sketch of few bytes: there may be any number of values.
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

  /** How many distinct values there are in rows, at most two of each: none, one, or more. */
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

  /** Counts exactly where there are few values, so that a bound means what it says. */
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
