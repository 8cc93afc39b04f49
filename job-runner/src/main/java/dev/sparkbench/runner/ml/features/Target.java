// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.table.TableColumn;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** The prediction target. */
public sealed interface Target {

  /** The largest number of classes of a label. */
  int MAX_CLASSES = 100;

  /** The column; empty if nothing is predicted. */
  Optional<TableColumn> label();

  /** The column's value as an SQL expression; null if there is none. */
  String sql(String name);

  /** No prediction. */
  record None() implements Target {

    @Override
    public Optional<TableColumn> label() {
      return Optional.empty();
    }

    @Override
    public String sql(String name) {
      return "NULL";
    }
  }

  /**
   * A number.
   *
   * @param column the column
   */
  record Quantity(TableColumn column) implements Target {

    @Override
    public Optional<TableColumn> label() {
      return Optional.of(column);
    }

    @Override
    public String sql(String name) {
      return SqlNames.finite(name);
    }
  }

  /**
   * One of several classes.
   *
   * @param column the column; each of its values is a class
   * @param max the largest number of classes that the algorithm supports
   */
  record Classes(TableColumn column, int max) implements Target {

    @Override
    public Optional<TableColumn> label() {
      return Optional.of(column);
    }

    @Override
    public String sql(String name) {
      return "CAST(%s AS STRING)".formatted(name);
    }

    /** Refuses a number of classes that the algorithm does not support. */
    void check(String task, long classes) {
      if (classes < 2) {
        throw TaskInput.invalid(
            "dataset.label '%s' has %s in the rows that can be used, but %s tells at least two classes apart: name another label"
                .formatted(column.name(), classes == 0 ? "no value" : "a single value", task));
      }
      if (classes > max) {
        throw TaskInput.invalid(
            "dataset.label '%s' has about %d distinct values, but %s distinguishes at most %d classes: name another label, or use a task that predicts %s"
                .formatted(
                    column.name(), classes, task, max, max == 2 ? "more classes" : "numbers"));
      }
    }
  }

  /** A number as the target; refuses columns of other types. */
  static Target quantity(TaskInput input) {
    TableColumn column = input.labelColumn();
    if (!isNumber(column)) {
      throw TaskInput.invalid(
          "dataset.label is '%s' of type %s, but %s predicts numbers: name a numeric column, or use a task that predicts classes, such as logistic_regression"
              .formatted(column.name(), column.type().simpleString(), input.task()));
    }
    return new Quantity(column);
  }

  /** Classes as the target; refuses columns whose values cannot be names. */
  static Target classes(TaskInput input, int max) {
    TableColumn column = input.labelColumn();
    DataType type = column.type();
    if (!isNumber(column) && !(type instanceof StringType) && !(type instanceof BooleanType)) {
      throw TaskInput.invalid(
          "dataset.label is '%s' of type %s, but %s predicts texts, booleans or numbers as classes: name another column"
              .formatted(column.name(), type.simpleString(), input.task()));
    }
    return new Classes(column, max);
  }

  /** Whether a column holds numbers. */
  static boolean isNumber(TableColumn column) {
    return column.type() instanceof NumericType;
  }
}
