package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.profile.Plan.ColumnPlan;
import dev.sparkbench.runner.statistics.Correlation;
import dev.sparkbench.runner.statistics.Distinct;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** All that is kept of a table over a part of its rows. */
final class TableState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<ColumnState> columns = new ArrayList<>();
  private final Correlation correlation;
  private final Distinct distinctRows;
  private long rows;

  /** Makes a state without rows; the seed is for what is left to chance. */
  TableState(Plan plan, long seed) {
    for (ColumnPlan column : plan.columns()) {
      columns.add(new ColumnState(column, seed * plan.columns().size() + columns.size()));
    }
    correlation = new Correlation((int) plan.count(Statistic.CORRELATION));
    distinctRows = plan.count(Statistic.ROWS) == 0 ? null : new Distinct(plan.size(Statistic.ROWS));
  }

  void addRows(int number) {
    rows += number;
  }

  /** Takes in the state over another part of the rows. */
  void merge(TableState other) {
    rows += other.rows;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(other.columns.get(i));
    }
    correlation.merge(other.correlation);
    if (distinctRows != null) {
      distinctRows.merge(other.distinctRows);
    }
  }

  long rows() {
    return rows;
  }

  List<ColumnState> columns() {
    return columns;
  }

  Correlation correlation() {
    return correlation;
  }

  /** Null if it is not kept. */
  Distinct distinctRows() {
    return distinctRows;
  }
}
