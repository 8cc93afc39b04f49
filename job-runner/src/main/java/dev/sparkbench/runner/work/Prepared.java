// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Work, with everything that is known about it without Spark. */
public interface Prepared {

  /**
   * The tables that it reads, the main one first. All of them are found in the store before Spark
   * starts, and must not change until measuring ends. Usually this is the request's dataset.
   */
  List<NamedTable> tables();

  /** Whether Spark opens the tables; otherwise only their objects are listed. */
  default boolean opensTables() {
    return true;
  }

  /**
   * What else the results depend on, such as the texts of queries in the store; runs are comparable
   * only if it is the same. Names and short values.
   */
  default Map<String, String> facts() {
    return Map.of();
  }

  /** Spark properties for this kind of work; the manifest's {@code sparkConf} takes precedence. */
  default Map<String, String> defaults() {
    return Map.of();
  }

  /** Keys or folders that it writes and may delete, in addition to the document. */
  default List<S3Uri> replaces() {
    return List.of();
  }

  /**
   * Plans the work when the session exists and all executors have registered.
   *
   * @param tables the opened {@link #tables} by name; empty if they are not opened
   * @throws RunFailure if the work does not fit the tables
   */
  Work<?> plan(SparkSession spark, Map<String, Table> tables);

  /**
   * Cleans up what was created outside of Spark, such as class loaders and files; always called.
   */
  default void close() {}
}
