// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.runner.table.TableColumn;
import java.util.List;

/** The columns that a task reads, and how they become the input of a model. */
public interface Recipe {

  /** The columns to read, at least one. */
  List<TableColumn> columns();

  /**
   * Prepares the rows for training and for prediction.
   *
   * @param loaded the {@link #columns}, in memory
   * @param cache where the result must be kept
   */
  Prepared prepare(Materialized loaded, Cache cache);
}
