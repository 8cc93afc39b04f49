// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows in the executors' memory.
 *
 * @param rows the rows
 * @param count their number
 */
public record Materialized(Dataset<Row> rows, long count) {}
