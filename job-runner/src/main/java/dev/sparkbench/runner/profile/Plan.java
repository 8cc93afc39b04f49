package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.table.TableColumn;
import java.io.Serializable;
import java.util.ArrayList;
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
   * What is kept of a column.
   *
   * @param column the column
   * @param type how its values are handled
   * @param sizes each statistic with its size, 0 where it has no choice
   */
  record ColumnPlan(TableColumn column, ColumnType type, EnumMap<Statistic, Integer> sizes)
      implements Serializable {

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
          plans.put(column.index(), new ColumnPlan(column, ColumnType.of(column.type()), sizes));
        });
    return new Plan(new ArrayList<>(plans.values()));
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
