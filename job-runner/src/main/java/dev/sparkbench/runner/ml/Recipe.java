// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.runner.table.TableColumn;
import java.util.List;

/** What a task reads, and how it becomes what a model is trained on. */
public interface Recipe {

  /** The columns to read, at least one. */
  List<TableColumn> columns();

  /**
   * Makes what is trained on and what is predicted.
   *
   * @param loaded {@link #columns}, in memory
   * @param cache where the result has to be
   */
  Prepared prepare(Materialized loaded, Cache cache);
}
