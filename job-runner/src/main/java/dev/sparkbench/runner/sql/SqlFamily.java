// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.Prepared;
import java.util.List;
import java.util.stream.Stream;

/** The user's own queries, and queries made from a schema. */
public final class SqlFamily implements Family {

  @Override
  public Prepared prepare(RunRequest request, ObjectStore store) {
    SqlWorkload workload = (SqlWorkload) request.workload();
    List<NamedTable> tables =
        Stream.concat(
                Stream.of(new NamedTable(workload.table(), request.dataset())),
                workload.tables().stream())
            .toList();
    return new PreparedQueries(
        tables,
        new QueryTexts(store).of(workload),
        workload.canonical(),
        workload.result(),
        request.sparkConf());
  }
}
