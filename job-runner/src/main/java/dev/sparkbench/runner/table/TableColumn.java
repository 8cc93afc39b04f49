// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * A column of the dataset. Inside Spark it is named by its position, so that its own name may
 * contain anything, including dots and backticks, which have a meaning in Spark's expressions.
 *
 * @param index its position, from 0
 * @param name its name in the dataset
 * @param type its type
 */
public record TableColumn(int index, String name, DataType type) implements Serializable {

  /** The name inside Spark. */
  public String alias() {
    return "c" + index;
  }

  /** The column for an expression over {@link Table#rows()}. */
  public Column values() {
    return functions.col(alias());
  }
}
