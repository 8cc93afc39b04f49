// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.Locale;

/** What to do with rows that lack a value. */
public enum NullPolicy {
  /** Leave them out. */
  SKIP,
  /** Take the column's mean; for a text, a category of its own. */
  MEAN,
  /** Fail. */
  FAIL;

  /** What the parameter {@code nulls} says. */
  public static NullPolicy of(TaskParameters parameters) {
    return valueOf(parameters.text("nulls").toUpperCase(Locale.ROOT));
  }

  /** Fails under {@link #FAIL} if a column lacks values. */
  public void check(String task, String column, long missing, long rows) {
    if (this == FAIL && missing > 0) {
      throw TaskInput.invalid(
          "column '%s' has no value in %d of %d rows, and %s.nulls is fail: use another policy, or leave the column out"
              .formatted(column, missing, rows, task));
    }
  }
}
