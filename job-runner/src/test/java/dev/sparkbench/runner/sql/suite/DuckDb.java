// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second engine over the same objects. */
final class DuckDb implements AutoCloseable {

  /** Texts of TPC-DS queries that DuckDB needs in another form. */
  private static final Map<String, String> OTHERWISE = Map.of("`", "\"");

  private final Connection connection;

  DuckDb(LocalSuite data) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET default_null_order = 'nulls_first'");
      statement.execute("SET threads = 2");
      for (SuiteTable table : data.suite().tables()) {
        statement.execute(
            "CREATE VIEW %s AS SELECT * FROM read_parquet('%s/%s/*.parquet')"
                .formatted(table.name(), data.folder(), table.name()));
      }
    }
  }

  ResultRows run(String text) throws SQLException {
    String query = text;
    for (Map.Entry<String, String> other : OTHERWISE.entrySet()) {
      query = query.replace(other.getKey(), other.getValue());
    }
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<List<Object>> rows = new ArrayList<>();
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getObject(i));
        }
        rows.add(row);
      }
      return new ResultRows(rows);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
