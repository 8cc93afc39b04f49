// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Correlation;
import dev.sparkbench.runner.descriptive.statistics.Distinct;
import dev.sparkbench.runner.table.TableColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of a pass over a table. */
public final class TableProfile {

  private final TableState state;
  private final Map<TableColumn, ColumnProfile> columns = new LinkedHashMap<>();

  TableProfile(TableState state, List<TableColumn> columns) {
    this.state = state;
    for (int i = 0; i < columns.size(); i++) {
      this.columns.put(
          columns.get(i), new ColumnProfile(columns.get(i), state.rows(), state.columns().get(i)));
    }
  }

  /** The number of rows. */
  public long rows() {
    return state.rows();
  }

  /** The result for a column that was read. */
  public ColumnProfile column(TableColumn column) {
    return columns.get(column);
  }

  /** The columns with {@link Statistic#CORRELATION}, in their order. */
  public List<TableColumn> correlated() {
    return columns.values().stream()
        .filter(ColumnProfile::isCorrelated)
        .map(ColumnProfile::column)
        .toList();
  }

  /** The correlations of {@link #correlated}. */
  public Correlation correlation() {
    return state.correlation();
  }

  /** The number of rows that differ in the columns with {@link Statistic#EXACT_ROWS}. */
  public long exactlyDistinctRows() {
    return state.exactlyDistinctRows();
  }

  /** The estimated number of rows that differ in the columns with {@link Statistic#ROWS}. */
  public Distinct distinctRows() {
    return state.distinctRows();
  }
}
