// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;

/**
 * One kind of work that can be measured. A family handles its own part of the request. It does not
 * handle what all kinds have in common, such as finding the dataset, starting Spark, measuring and
 * writing the document.
 */
public interface Family {

  /**
   * Examines the request before Spark starts, and fetches what is not data, such as the texts of
   * queries. It reports mistakes in the work that can be found without Spark.
   *
   * @param store open for the data and the results
   * @throws RunFailure if this work cannot be done
   */
  Prepared prepare(RunRequest request, ObjectStore store);

  /**
   * When all runs have ended, deletes what killed runs left in the store. Most families leave
   * nothing.
   *
   * @param layout where the results of the benchmark lie
   * @throws RunFailure if it cannot be deleted
   */
  default void deleteLeftovers(Workload workload, ResultLayout layout, ObjectStore store) {}
}
