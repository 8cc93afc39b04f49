// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that may become features: those in {@code dataset.features}, or all columns with a
 * suitable type. An unsuitable column is an error if the manifest names it; otherwise it is left
 * out, and the output says why.
 *
 * @param task the task's name
 * @param columns the columns
 * @param named whether the manifest names them
 */
record Candidates(String task, List<FeatureColumn> columns, boolean named) {

  /**
   * The columns with suitable types.
   *
   * @param categories whether texts are suitable
   */
  static Candidates of(TaskInput input, boolean categories) {
    boolean named = !input.features().isEmpty();
    List<TableColumn> columns =
        named
            ? input.features().stream()
                .map(name -> input.table().column("dataset.features", name))
                .toList()
            : input.table().columns().stream()
                .filter(column -> !input.label().equals(Optional.of(column.name())))
                .toList();
    List<FeatureColumn> suitable = new ArrayList<>();
    for (TableColumn column : columns) {
      Optional<FeatureColumn> feature =
          FeatureColumn.of(column).filter(f -> categories || !f.categorical());
      if (feature.isEmpty() && named) {
        throw TaskInput.invalid(
            "dataset.features names '%s' of type %s, but %s takes numbers%s: leave it out"
                .formatted(
                    column.name(),
                    column.type().simpleString(),
                    input.task(),
                    categories ? ", booleans and texts" : " and booleans"));
      }
      feature.ifPresent(suitable::add);
    }
    if (suitable.isEmpty()) {
      throw TaskInput.invalid(
          "%s needs numbers%s as features, and the dataset has no such column%s; its columns are %s"
              .formatted(
                  input.task(),
                  categories ? ", booleans or texts" : " or booleans",
                  input.label().map(label -> " apart from the label '" + label + "'").orElse(""),
                  described(input.table().columns())));
    }
    return new Candidates(input.task(), suitable, named);
  }

  private static String described(List<TableColumn> columns) {
    int shown = Math.min(10, columns.size());
    List<String> names =
        columns.subList(0, shown).stream()
            .map(column -> "'%s' (%s)".formatted(column.name(), column.type().simpleString()))
            .toList();
    return String.join(", ", names) + (shown < columns.size() ? ", …" : "");
  }

  /** The columns whose values are suitable, and why the others are not. */
  Selection select(ColumnFacts facts, int maxCategories) {
    List<FeatureColumn> selected = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (FeatureColumn column : columns) {
      Optional<String> problem = problem(column, facts, maxCategories);
      if (problem.isEmpty()) {
        selected.add(column);
      } else if (named) {
        throw TaskInput.invalid(
            "dataset.features names '%s', which %s".formatted(column.name(), problem.get()));
      } else {
        leftOut.put(column.name(), problem.get());
      }
    }
    return selection(selected, leftOut);
  }

  /**
   * The columns that are not constant in the remaining rows.
   *
   * @param distinct the number of distinct values that a text column has there, if it is at most
   *     one
   */
  Selection without(Selection selection, Map<String, Long> distinct) {
    List<FeatureColumn> selected = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>(selection.leftOut());
    for (FeatureColumn column : selection.columns()) {
      long values = distinct.getOrDefault(column.alias(), 2L);
      if (values > 1) {
        selected.add(column);
        continue;
      }
      String problem =
          values == 0
              ? "has no value in any row to train on"
              : "has the same value in every row to train on that lacks no value";
      if (named) {
        throw TaskInput.invalid(
            "dataset.features names '%s', which %s".formatted(column.name(), problem));
      }
      leftOut.put(column.name(), problem);
    }
    return selection(selected, leftOut);
  }

  private Selection selection(List<FeatureColumn> selected, Map<String, String> leftOut) {
    if (selected.isEmpty()) {
      throw TaskInput.invalid(
          "%s has no feature: %s"
              .formatted(
                  task,
                  leftOut.entrySet().stream()
                      .map(entry -> "'%s' %s".formatted(entry.getKey(), entry.getValue()))
                      .toList()));
    }
    return new Selection(selected, leftOut);
  }

  private Optional<String> problem(FeatureColumn column, ColumnFacts facts, int maxCategories) {
    if (facts.present().get(column.alias()) == 0) {
      return Optional.of("has no value in any row to train on");
    }
    if (!column.categorical()) {
      return Optional.empty();
    }
    long distinct = facts.distinct().get(column.alias());
    if (distinct > maxCategories) {
      return Optional.of(
          "has about %d distinct values, more than %s.maxCategories, %d"
              .formatted(distinct, task, maxCategories));
    }
    return distinct == 1 ? Optional.of("has the same value in every row") : Optional.empty();
  }

  /**
   * The selected features.
   *
   * @param columns the columns of the features
   * @param leftOut why other columns were left out, by name
   */
  record Selection(List<FeatureColumn> columns, Map<String, String> leftOut) {}
}
