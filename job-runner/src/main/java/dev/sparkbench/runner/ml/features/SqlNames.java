// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.table.TableColumn;

/** The names of columns in SQL. */
public enum SqlNames {
  /** The names in a run: the positions of the columns. */
  IN_RUN {
    @Override
    public String of(TableColumn column) {
      return column.alias();
    }
  },

  /** The names in the dataset, to which a saved model is applied. */
  IN_DATASET {
    @Override
    public String of(TableColumn column) {
      return "`" + column.name().replace("`", "``") + "`";
    }
  };

  /** The column's name, quoted if necessary. */
  public abstract String of(TableColumn column);

  /** A text in quotes. */
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * A number as a double; null for infinities and for NaN, which Spark treats as larger than any
   * number.
   */
  public static String finite(String value) {
    return "CASE WHEN abs(CAST(%1$s AS DOUBLE)) <= 1.7976931348623157E308D THEN CAST(%1$s AS DOUBLE) END"
        .formatted(value);
  }
}
