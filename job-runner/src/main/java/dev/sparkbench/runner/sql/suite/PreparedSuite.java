// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.sql.PreparedQueries;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.Work;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Queries of a suite whose data exists.
 *
 * @param suite the suite
 * @param scale the amount of data
 * @param queries the queries to run
 */
record PreparedSuite(Suite suite, Scale scale, PreparedQueries queries) implements Prepared {

  @Override
  public List<NamedTable> tables() {
    return queries.tables();
  }

  @Override
  public Map<String, String> facts() {
    return queries.facts();
  }

  @Override
  public Map<String, String> defaults() {
    return queries.defaults();
  }

  @Override
  public Work<?> plan(SparkSession spark, Map<String, Table> tables) {
    return new SuiteWork(suite, scale, KnownAnswers.of(suite, scale), queries.plan(spark, tables));
  }
}
