// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.table.TableColumn;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statistics that one pass computes, by column.
 *
 * @param columns those that are read, by position
 */
record ProfilePlan(List<ColumnPlan> columns) implements Serializable {

  /** The largest number of different values of a column that are counted exactly. */
  static final int EXACT_VALUES = 10_240;

  // The same for all columns together. It bounds the memory of a Spark task: 16 bytes per value,
  // and at least twice that for texts.
  private static final int EXACT_VALUES_OF_ALL = 32 * EXACT_VALUES;

  /**
   * The statistics of a column.
   *
   * @param column the column
   * @param type how its values are handled
   * @param sizes each statistic with the size of its sketch; 0 if it has none
   * @param exactLimit the largest number of different values that are counted exactly
   */
  record ColumnPlan(
      TableColumn column, ColumnType type, EnumMap<Statistic, Integer> sizes, int exactLimit)
      implements Serializable {

    private ColumnPlan withExactLimit(int limit) {
      return new ColumnPlan(column, type, sizes, limit);
    }

    /** Whether different values are counted exactly, as long as there are few. */
    boolean countsValues() {
      return keeps(Statistic.DISTINCT) || keeps(Statistic.QUANTILES) || keeps(Statistic.FREQUENT);
    }

    /** Whether the column is compared to find equal rows. */
    boolean keepsRows() {
      return keeps(Statistic.ROWS) || keeps(Statistic.EXACT_ROWS);
    }

    boolean keeps(Statistic statistic) {
      return sizes.containsKey(statistic) && type.knows(statistic);
    }

    int size(Statistic statistic) {
      return sizes.get(statistic);
    }
  }

  /**
   * Plans a pass. If a statistic is requested in several sizes, the largest is computed for all.
   */
  static ProfilePlan of(Map<TableColumn, List<StatisticRequest>> needs) {
    Map<Integer, ColumnPlan> plans = new TreeMap<>();
    needs.forEach(
        (column, needed) -> {
          EnumMap<Statistic, Integer> sizes = new EnumMap<>(Statistic.class);
          needed.forEach(need -> sizes.merge(need.statistic(), need.size(), Math::max));
          plans.put(column.index(), new ColumnPlan(column, ColumnType.of(column.type()), sizes, 0));
        });
    long counting = plans.values().stream().filter(ColumnPlan::countsValues).count();
    int limit = (int) Math.min(EXACT_VALUES, EXACT_VALUES_OF_ALL / Math.max(1, counting));
    return new ProfilePlan(
        plans.values().stream().map(plan -> plan.withExactLimit(limit)).toList());
  }

  /** Whether equal rows are counted. */
  boolean keepsRows() {
    return columns.stream().anyMatch(ColumnPlan::keepsRows);
  }

  /** The number of columns that have a statistic. */
  long count(Statistic statistic) {
    return columns.stream().filter(column -> column.keeps(statistic)).count();
  }

  /** The largest size of a statistic, over all columns that have it. */
  int size(Statistic statistic) {
    return columns.stream()
        .filter(column -> column.keeps(statistic))
        .mapToInt(column -> column.size(statistic))
        .max()
        .orElseThrow();
  }
}
