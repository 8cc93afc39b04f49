// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import com.amazon.deequ.profiles.ColumnProfilerRunner;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** Tools that people would use instead. */
final class Peers {

  private static final String THREADS = "2";

  private Peers() {}

  /** Only reading: nothing that processes all of the data can be faster. */
  static void scan(Dataset<Row> data) {
    data.write().format("noop").mode("overwrite").save();
  }

  /** The three basic tasks as one aggregation of Spark's own functions. */
  static Row basics(Dataset<Row> data) {
    List<Column> all = new ArrayList<>();
    all.add(functions.count(functions.lit(1)));
    for (StructField field : data.schema().fields()) {
      Column column = data.col("`" + field.name() + "`");
      all.add(functions.count(column));
      if (field.dataType() instanceof NumericType) {
        all.add(functions.min(column));
        all.add(functions.max(column));
        all.add(functions.avg(column));
      }
    }
    return aggregate(data, all);
  }

  /** A full profile as one aggregation of Spark's own functions. */
  static Row profile(Dataset<Row> data) {
    List<Column> all = new ArrayList<>();
    all.add(functions.count(functions.lit(1)));
    for (StructField field : data.schema().fields()) {
      Column column = data.col("`" + field.name() + "`");
      all.add(functions.count(column));
      all.add(functions.approx_count_distinct(column, 0.016));
      if (field.dataType() instanceof NumericType) {
        all.add(functions.min(column));
        all.add(functions.max(column));
        all.add(functions.sum(column));
        all.add(functions.avg(column));
        all.add(functions.stddev(column));
        all.add(functions.skewness(column));
        all.add(functions.kurtosis(column));
        all.add(
            functions.percentile_approx(
                column,
                functions.array(
                    functions.lit(0.01),
                    functions.lit(0.25),
                    functions.lit(0.5),
                    functions.lit(0.75),
                    functions.lit(0.99)),
                functions.lit(250)));
      } else if (field.dataType() instanceof StringType) {
        all.add(functions.min(functions.length(column)));
        all.add(functions.max(functions.length(column)));
      }
    }
    return aggregate(data, all);
  }

  static void summary(Dataset<Row> data) {
    data.summary().collectAsList();
  }

  static void deequ(Dataset<Row> data) {
    new ColumnProfilerRunner().onData(data).run();
  }

  /** DuckDB's summary of Parquet or CSV files, as text by column and statistic. */
  static List<List<String>> duckDb(String files) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads TO " + THREADS);
      try (ResultSet result = statement.executeQuery("SUMMARIZE SELECT * FROM '" + files + "'")) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (String name : List.of("column_name", "min", "max", "avg", "count")) {
            row.add(result.getString(name));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static Row aggregate(Dataset<Row> data, List<Column> all) {
    return data.agg(all.get(0), all.subList(1, all.size()).toArray(Column[]::new))
        .collectAsList()
        .get(0);
  }
}
