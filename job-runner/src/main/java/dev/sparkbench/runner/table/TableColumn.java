package dev.sparkbench.runner.table;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * A column of the dataset. Inside Spark it goes by its position, so that its name may be anything:
 * dots and backticks, which Spark's expressions give a meaning, included.
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
