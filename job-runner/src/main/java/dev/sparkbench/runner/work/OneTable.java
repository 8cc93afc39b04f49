// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Work over the request's dataset alone.
 *
 * @param tables the dataset
 * @param replaces the objects that it writes in addition to the document
 * @param work plans the work over the opened dataset
 */
public record OneTable(List<NamedTable> tables, List<S3Uri> replaces, Function<Table, Work<?>> work)
    implements Prepared {

  /** Copies the lists. */
  public OneTable {
    tables = List.copyOf(tables);
    replaces = List.copyOf(replaces);
  }

  /** Work over a dataset. */
  public static OneTable of(Dataset dataset, List<S3Uri> replaces, Function<Table, Work<?>> work) {
    return new OneTable(
        List.of(new NamedTable(SqlWorkload.DEFAULT_TABLE, dataset)), replaces, work);
  }

  @Override
  public Work<?> plan(SparkSession spark, Map<String, Table> opened) {
    return work.apply(opened.get(SqlWorkload.DEFAULT_TABLE));
  }
}
