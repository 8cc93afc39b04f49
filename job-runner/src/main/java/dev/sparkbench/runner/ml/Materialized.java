// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that the executors have in memory.
 *
 * @param rows the rows
 * @param count how many
 */
public record Materialized(Dataset<Row> rows, long count) {}
