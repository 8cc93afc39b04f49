// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.runner.sql.NamedQuery;
import dev.sparkbench.runner.sql.PreparedQueries;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.Prepared;
import java.util.List;

/** The queries of a standard suite, over data that {@link Preparation} has put into the store. */
public final class SuiteFamily implements Family {

  @Override
  public Prepared prepare(RunRequest request, ObjectStore store) {
    SuiteFolder folder = SuiteFolder.of(request);
    SuiteWorkload workload = (SuiteWorkload) request.workload();
    List<NamedQuery> queries = folder.suite().queries(workload.queries());
    folder.requireWhole(folder.look(store));
    return new PreparedSuite(
        folder.suite(),
        folder.scale(),
        new PreparedQueries(folder.tables(), queries, workload.result(), request.sparkConf()));
  }
}
