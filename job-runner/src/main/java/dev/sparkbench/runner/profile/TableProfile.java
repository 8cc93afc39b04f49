package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Correlation;
import dev.sparkbench.runner.statistics.Distinct;
import dev.sparkbench.runner.table.TableColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pass found out of a table. */
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

  /** What it found out of a column that was read. */
  public ColumnProfile column(TableColumn column) {
    return columns.get(column);
  }

  /** The columns of which {@link Statistic#CORRELATION} was kept, in their order. */
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

  /** How many rows differ in the columns of which {@link Statistic#EXACT_ROWS} was kept. */
  public long exactlyDistinctRows() {
    return state.exactlyDistinctRows();
  }

  /** How many rows differ in the columns of which {@link Statistic#ROWS} was kept. */
  public Distinct distinctRows() {
    return state.distinctRows();
  }
}
