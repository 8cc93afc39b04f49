// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import dev.sparkbench.api.catalogue.JobType;
import java.util.List;

/**
 * A standard suite, whose tables are below the dataset's folder, or are created there.
 *
 * @param type {@code tpch} or {@code tpcds}
 * @param scale the scale factor, as the manifest writes it, such as {@code 0.01} or {@code 100}
 * @param queries names of its queries, in the order in which they run; empty for all
 * @param generate whether missing tables are created
 * @param result what happens to the rows that a query returns
 */
public record SuiteWorkload(
    JobType type, String scale, List<String> queries, Generate generate, QueryResult result)
    implements Workload {

  /** Copies the list; null becomes empty, or the default. */
  public SuiteWorkload {
    queries = queries == null ? List.of() : List.copyOf(queries);
    generate = generate == null ? Generate.IfMissing : generate;
    result = result == null ? QueryResult.Discard : result;
  }

  @Override
  public List<String> names() {
    return queries;
  }

  @Override
  public <R> R accept(Cases<R> cases) {
    return cases.suite(this);
  }

  /** What to do if the tables are missing in the store. The names are those in manifests. */
  public enum Generate {
    /** Create them before the first run. */
    IfMissing,
    /** Fail. */
    Never
  }
}
