// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A query that fits the tables, and what is known of its result before it runs.
 *
 * @param query name and text
 * @param unsteady what makes another result of the same rows, such as {@code rand}; empty if
 *     nothing does
 * @param ties what picks one of several rows that are equal in an order, such as {@code row_number}
 * @param limitedWithoutOrder whether any rows will do for it, as long as there are enough
 */
record AnalysedQuery(
    NamedQuery query, Set<String> unsteady, Set<String> ties, boolean limitedWithoutOrder) {

  /** Looks at an analysed plan. */
  static AnalysedQuery of(NamedQuery query, LogicalPlan analysed) {
    Set<String> unsteady = new TreeSet<>();
    Set<String> ties = new TreeSet<>();
    PlanWalk.through(analysed, new Steadiness(unsteady, ties));
    return new AnalysedQuery(query, unsteady, ties, Steadiness.isLimitedWithoutOrder(analysed));
  }

  /** Whether the same rows give the same result every time. */
  boolean reproducible() {
    return unsteady.isEmpty();
  }
}
