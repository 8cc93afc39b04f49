// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.table.TableColumn;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * A column for features.
 *
 * @param column the column
 * @param categorical whether its values are names of categories; otherwise they are numbers
 */
record FeatureColumn(TableColumn column, boolean categorical) {

  /** The column as a feature: numbers and booleans become numbers, texts become categories. */
  static Optional<FeatureColumn> of(TableColumn column) {
    DataType type = column.type();
    if (type instanceof NumericType || type instanceof BooleanType) {
      return Optional.of(new FeatureColumn(column, false));
    }
    return type instanceof StringType
        ? Optional.of(new FeatureColumn(column, true))
        : Optional.empty();
  }

  String name() {
    return column.name();
  }

  /** The column's name between loading and the feature vector. */
  String alias() {
    return column.alias();
  }

  /** The column's value as an SQL expression; null if there is none. */
  String sql(SqlNames names) {
    return categorical ? names.of(column) : SqlNames.finite(names.of(column));
  }
}
