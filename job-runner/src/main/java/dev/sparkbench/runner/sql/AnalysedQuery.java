// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A query that fits the tables, and what is known about its result before it runs.
 *
 * @param query name and text
 * @param unsteady functions that may give another result for the same rows, such as {@code rand};
 *     empty if there are none
 * @param ties functions that choose among rows that are equal in an order, such as {@code
 *     row_number}
 * @param limitedWithoutOrder whether any rows are a correct result, if their number is right
 */
record AnalysedQuery(
    NamedQuery query, Set<String> unsteady, Set<String> ties, boolean limitedWithoutOrder) {

  /** Examines an analysed plan. */
  static AnalysedQuery of(NamedQuery query, LogicalPlan analysed) {
    Set<String> unsteady = new TreeSet<>();
    Set<String> ties = new TreeSet<>();
    PlanWalk.through(analysed, new Steadiness(unsteady, ties));
    return new AnalysedQuery(query, unsteady, ties, Steadiness.isLimitedWithoutOrder(analysed));
  }

  /** Whether the same rows always give the same result. */
  boolean reproducible() {
    return unsteady.isEmpty();
  }
}
