// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Work of which all is known that can be known without Spark. */
public interface Prepared {

  /**
   * The tables that it reads, the main one first. All are found in the store before Spark starts,
   * and have to be the same when measuring ends. Usually the request's dataset.
   */
  List<NamedTable> tables();

  /** Whether Spark opens the tables; otherwise only their objects are looked at. */
  default boolean opensTables() {
    return true;
  }

  /**
   * What else the results depend on, such as the texts of queries that lie in the store: runs with
   * other ones are not comparable. Names and short values.
   */
  default Map<String, String> facts() {
    return Map.of();
  }

  /** Spark properties for this kind of work, unless the manifest's {@code sparkConf} differs. */
  default Map<String, String> defaults() {
    return Map.of();
  }

  /** Keys or folders, besides the document, that it writes and may delete. */
  default List<S3Uri> replaces() {
    return List.of();
  }

  /**
   * Plans the work, when the session is there and all executors have registered.
   *
   * @param tables those of {@link #tables} by name, opened; empty if they are not
   * @throws RunFailure if the work does not fit the tables
   */
  Work<?> plan(SparkSession spark, Map<String, Table> tables);

  /** Undoes what was done outside Spark, such as class loaders and files; always called. */
  default void close() {}
}
