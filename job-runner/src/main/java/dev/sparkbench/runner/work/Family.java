// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;

/**
 * One kind of work that can be measured. A family knows its own part of the request; what all kinds
 * have in common, such as finding the dataset, starting Spark, measuring and writing the document,
 * is not its business.
 */
public interface Family {

  /**
   * Looks at the request before Spark is started, and fetches what is not data, such as the texts
   * of queries. What is wrong with the work as far as that can be told without Spark is found here.
   *
   * @param store open for the data and the results
   * @throws RunFailure if this work cannot be done
   */
  Prepared prepare(RunRequest request, ObjectStore store);

  /**
   * Deletes what runs that were killed left in the store, when all runs have ended. Most families
   * leave nothing.
   *
   * @param layout where the results of the benchmark lie
   * @throws RunFailure if it cannot be deleted
   */
  default void deleteLeftovers(Workload workload, ResultLayout layout, ObjectStore store) {}
}
