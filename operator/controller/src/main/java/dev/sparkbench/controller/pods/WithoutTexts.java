// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;

/**
 * A workload as a report needs it: only the names of what was measured. The texts of queries, and
 * how tables are read, would take up room without any use.
 */
final class WithoutTexts implements Workload.Cases<Workload> {

  @Override
  public Workload tasks(TaskWorkload workload) {
    return workload;
  }

  @Override
  public Workload sql(SqlWorkload workload) {
    return new SqlWorkload(
        workload.type(),
        workload.table(),
        workload.tables().stream().map(WithoutTexts::named).toList(),
        workload.queries().stream().map(WithoutTexts::named).toList(),
        workload.canonical(),
        workload.result());
  }

  @Override
  public Workload suite(SuiteWorkload workload) {
    return workload;
  }

  @Override
  public Workload application(ApplicationWorkload workload) {
    return workload;
  }

  /** For a folder of queries, only its address is known here. */
  private static Query named(Query query) {
    return new Query(query.name(), null, query.name() == null ? query.from() : null);
  }

  private static NamedTable named(NamedTable table) {
    Dataset dataset = table.dataset();
    return new NamedTable(
        table.name(),
        new Dataset(
            dataset.uri(), dataset.format(), null, null, null, null, null, null, null, null));
  }
}
