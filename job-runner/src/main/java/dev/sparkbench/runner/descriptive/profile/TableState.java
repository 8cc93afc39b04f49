// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.profile.ProfilePlan.ColumnPlan;
import dev.sparkbench.runner.descriptive.statistics.Correlation;
import dev.sparkbench.runner.descriptive.statistics.Distinct;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The statistics of a table over a part of its rows. */
final class TableState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<ColumnState> columns = new ArrayList<>();
  private final Correlation correlation;
  private final Distinct distinctRows;
  private long rows;

  // The number of different rows among those whose hashes begin with the same bits; it is counted
  // separately from the columns.
  private final boolean hasOnlyDistinctRows;
  private long exactlyDistinctRows;

  /** Creates an empty state; the seed is for random choices. */
  TableState(ProfilePlan plan, long seed) {
    for (ColumnPlan column : plan.columns()) {
      columns.add(new ColumnState(column, seed * plan.columns().size() + columns.size()));
    }
    hasOnlyDistinctRows = false;
    correlation = new Correlation((int) plan.count(Statistic.CORRELATION));
    distinctRows = plan.count(Statistic.ROWS) == 0 ? null : new Distinct(plan.size(Statistic.ROWS));
  }

  private TableState(long exactlyDistinctRows) {
    this.hasOnlyDistinctRows = true;
    this.exactlyDistinctRows = exactlyDistinctRows;
    this.correlation = new Correlation(0);
    this.distinctRows = null;
  }

  /** A state that has only a number of different rows, to be merged into another. */
  static TableState ofDistinctRows(long number) {
    return new TableState(number);
  }

  void addRows(int number) {
    rows += number;
  }

  /** Adds the state of another part of the rows. */
  void merge(TableState other) {
    exactlyDistinctRows += other.exactlyDistinctRows;
    if (other.hasOnlyDistinctRows) {
      return;
    }
    rows += other.rows;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(other.columns.get(i));
    }
    correlation.merge(other.correlation);
    if (distinctRows != null) {
      distinctRows.merge(other.distinctRows);
    }
  }

  /** Whether it has only a number of different rows. */
  boolean hasOnlyDistinctRows() {
    return hasOnlyDistinctRows;
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

  long exactlyDistinctRows() {
    return exactlyDistinctRows;
  }

  /** Null if it is not kept. */
  Distinct distinctRows() {
    return distinctRows;
  }
}
