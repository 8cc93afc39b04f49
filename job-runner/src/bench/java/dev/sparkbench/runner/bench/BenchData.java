// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sha1;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Two shapes of data, created once: a narrow table with columns of many types, and a wide one of
 * doubles.
 *
 * @param folder the folder of the data
 * @param rows the rows of the narrow table as Parquet
 * @param csvRows the rows of the narrow table as CSV
 * @param wideRows the rows of the wide table, as Parquet
 */
record BenchData(Path folder, long rows, long csvRows, long wideRows) {

  private static final int FILES = 4;
  private static final int WIDE_COLUMNS = 200;

  String narrow() {
    return folder.resolve("narrow-" + rows).toString();
  }

  String narrowCsv() {
    return folder.resolve("narrow-csv-" + csvRows).toString();
  }

  String wide() {
    return folder.resolve("wide-" + wideRows).toString();
  }

  void make(SparkSession spark) {
    if (isThere(narrow()) && isThere(narrowCsv()) && isThere(wide())) {
      return;
    }
    narrow(spark, rows).write().mode("overwrite").parquet(narrow());
    narrow(spark, csvRows).write().mode("overwrite").option("header", true).csv(narrowCsv());
    Column[] columns = new Column[WIDE_COLUMNS];
    for (int i = 0; i < WIDE_COLUMNS; i++) {
      columns[i] = (i % 2 == 0 ? randn(i) : rand(i)).as("x" + i);
    }
    spark.range(0, wideRows, 1, FILES).select(columns).write().mode("overwrite").parquet(wide());
  }

  private static Dataset<Row> narrow(SparkSession spark, long rows) {
    return spark
        .range(0, rows, 1, FILES)
        .select(
            col("id"),
            rand(1).multiply(1_000_000).cast("int").as("customer"),
            when(rand(2).gt(0.05), rand(3).multiply(100).cast("int")).as("quantity"),
            round(rand(4).multiply(1_000), 2).as("price"),
            when(rand(5).gt(0.1), randn(6)).as("score"),
            rand(7).multiply(1e9).cast("decimal(12,2)").as("amount"),
            concat(lit("city-"), rand(8).multiply(1_000).cast("int")).as("city"),
            substring(sha1(col("id").cast("string").cast("binary")), 1, 16).as("code"),
            expr("date_add(date'2020-01-01', cast(rand(9) * 1500 AS int))").as("day"),
            expr("timestamp_seconds(1577836800 + cast(rand(10) * 1e8 AS int))").as("created"));
  }

  private static boolean isThere(String data) {
    return Files.exists(Path.of(data, "_SUCCESS"));
  }
}
