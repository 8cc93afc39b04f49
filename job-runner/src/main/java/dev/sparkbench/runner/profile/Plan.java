package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.table.TableColumn;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which statistics one pass keeps of which columns.
 *
 * @param columns those that are read, by position
 */
record Plan(List<ColumnPlan> columns) implements Serializable {

  /**
   * How many different values of a column are all counted, so that nothing of it is approximate.
   */
  static final int EXACT_VALUES = 10_240;

  // Of all columns together, which bounds what a task keeps: 16 bytes each, and for texts as much
  // again or more.
  private static final int EXACT_VALUES_OF_ALL = 32 * EXACT_VALUES;

  /**
   * What is kept of a column.
   *
   * @param column the column
   * @param type how its values are handled
   * @param sizes each statistic with its size, 0 where it has no choice
   * @param exactLimit how many different values are all counted
   */
  record ColumnPlan(
      TableColumn column, ColumnType type, EnumMap<Statistic, Integer> sizes, int exactLimit)
      implements Serializable {

    private ColumnPlan withExactLimit(int limit) {
      return new ColumnPlan(column, type, sizes, limit);
    }

    /** Whether its different values are counted, as long as there are few. */
    boolean countsValues() {
      return keeps(Statistic.DISTINCT) || keeps(Statistic.QUANTILES) || keeps(Statistic.FREQUENT);
    }

    /** Whether it is part of what makes rows equal. */
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

  /** Where needs differ in size only, the larger meets both. */
  static Plan of(Map<TableColumn, List<Need>> needs) {
    Map<Integer, ColumnPlan> plans = new TreeMap<>();
    needs.forEach(
        (column, needed) -> {
          EnumMap<Statistic, Integer> sizes = new EnumMap<>(Statistic.class);
          needed.forEach(need -> sizes.merge(need.statistic(), need.size(), Math::max));
          plans.put(column.index(), new ColumnPlan(column, ColumnType.of(column.type()), sizes, 0));
        });
    long counting = plans.values().stream().filter(ColumnPlan::countsValues).count();
    int limit = (int) Math.min(EXACT_VALUES, EXACT_VALUES_OF_ALL / Math.max(1, counting));
    return new Plan(plans.values().stream().map(plan -> plan.withExactLimit(limit)).toList());
  }

  /** Whether rows are told apart. */
  boolean keepsRows() {
    return columns.stream().anyMatch(ColumnPlan::keepsRows);
  }

  /** How many columns a statistic is kept of. */
  long count(Statistic statistic) {
    return columns.stream().filter(column -> column.keeps(statistic)).count();
  }

  /** The largest size of a statistic that is kept of some column. */
  int size(Statistic statistic) {
    return columns.stream()
        .filter(column -> column.keeps(statistic))
        .mapToInt(column -> column.size(statistic))
        .max()
        .orElseThrow();
  }
}
