// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.Locale;

/** What to do with rows without a value. */
public enum NullPolicy {
  /** Leave the rows out. */
  SKIP,
  /** Use the column's mean; for a text, use a category of its own. */
  MEAN,
  /** Fail. */
  FAIL;

  /** The value of the parameter {@code nulls}. */
  public static NullPolicy of(TaskParameters parameters) {
    return valueOf(parameters.text("nulls").toUpperCase(Locale.ROOT));
  }

  /** With {@link #FAIL}, fails if a column has missing values. */
  public void check(String task, String column, long missing, long rows) {
    if (this == FAIL && missing > 0) {
      throw TaskInput.invalid(
          "column '%s' has no value in %d of %d rows, and %s.nulls is fail: use another policy, or leave the column out"
              .formatted(column, missing, rows, task));
    }
  }
}
