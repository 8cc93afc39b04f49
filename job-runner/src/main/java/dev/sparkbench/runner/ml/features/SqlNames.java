// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.table.TableColumn;

/** What columns are called in SQL. */
public enum SqlNames {
  /** As in a run: by their positions. */
  IN_RUN {
    @Override
    public String of(TableColumn column) {
      return column.alias();
    }
  },

  /** As in the dataset: a saved model is applied to that. */
  IN_DATASET {
    @Override
    public String of(TableColumn column) {
      return "`" + column.name().replace("`", "``") + "`";
    }
  };

  /** The column's name, quoted where it has to be. */
  public abstract String of(TableColumn column);

  /** A text in quotes. */
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A number as a double; null for NaN, which Spark takes for larger than any, and infinities. */
  public static String finite(String value) {
    return "CASE WHEN abs(CAST(%1$s AS DOUBLE)) <= 1.7976931348623157E308D THEN CAST(%1$s AS DOUBLE) END"
        .formatted(value);
  }
}
