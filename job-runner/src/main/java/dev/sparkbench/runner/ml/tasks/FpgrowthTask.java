// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Cache;
import dev.sparkbench.runner.ml.FeatureSpace;
import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.RowSelection;
import dev.sparkbench.runner.ml.features.RowSelection.Part;
import dev.sparkbench.runner.ml.features.Split;
import dev.sparkbench.runner.ml.features.SqlNames;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.fpm.FPGrowth;
import org.apache.spark.ml.fpm.FPGrowthModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Frequent itemsets, and the rules that follow from them, with one item on the right side. */
final class FpgrowthTask implements MlTask {

  static final String ITEMS = "items";
  private static final String BASKET = "basket";

  // The driver collects all rules in order to apply them.
  private static final int MAX_RULES = 100_000;

  @Override
  public Recipe recipe(TaskInput input) {
    TableColumn items = input.column(ITEMS);
    List<Part> parts = new ArrayList<>();
    if (input.parameters().text(BASKET).isEmpty()) {
      parts.add(new Part(ITEMS, items, value -> list(input, items, value)));
      // Fails now if the type is not suitable.
      list(input, items, "x");
      return new Baskets(new RowSelection(input, parts), false);
    }
    TableColumn basket = input.column(BASKET);
    requireSimple(ITEMS, items);
    requireSimple(BASKET, basket);
    parts.add(new Part(BASKET, basket, value -> value));
    parts.add(new Part(ITEMS, items, "CAST(%s AS STRING)"::formatted));
    return new Baskets(new RowSelection(input, parts), true);
  }

  /** The items of a basket that is one value, as SQL. Spark requires each item only once. */
  private static String list(TaskInput input, TableColumn column, String value) {
    if (column.type() instanceof ArrayType) {
      return "array_distinct(transform(filter(%s, i -> i IS NOT NULL), i -> CAST(i AS STRING)))"
          .formatted(value);
    }
    if (column.type() instanceof StringType) {
      String separator = Pattern.quote(input.parameters().text("separator"));
      return "array_distinct(filter(transform(split(%s, %s), i -> trim(i)), i -> i <> ''))"
          .formatted(value, SqlNames.literal(separator));
    }
    throw TaskInput.invalid(
        "jobConfig.parameters.fpgrowth.items names '%s' of type %s; baskets are lists, or texts with fpgrowth.separator between the items, or with fpgrowth.basket one item in each row"
            .formatted(column.name(), column.type().simpleString()));
  }

  private static void requireSimple(String parameter, TableColumn column) {
    DataType type = column.type();
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      throw TaskInput.invalid(
          "jobConfig.parameters.fpgrowth.%s names '%s' of type %s, but with fpgrowth.basket each row has one item of one basket: leave fpgrowth.basket out, or name another column"
              .formatted(parameter, column.name(), type.simpleString()));
    }
  }

  /** Computes itemsets and rules too, because Spark only plans them. */
  @Override
  public Trained train(Prepared data, TaskInput input) {
    FPGrowthModel model =
        new FPGrowth()
            .setItemsCol(ITEMS)
            .setMinSupport(input.parameters().number("minSupport"))
            .setMinConfidence(input.parameters().number("minConfidence"))
            .setNumPartitions(input.parameters().integer("numPartitions"))
            .fit(data.train().rows());
    Materialized itemsets = data.cache().keep(model.freqItemsets());
    Materialized rules = data.cache().keep(model.associationRules());
    if (rules.count() > MAX_RULES) {
      throw TaskInput.invalid(
          "%d rules follow from %d frequent itemsets, more than %d: raise fpgrowth.minSupport or fpgrowth.minConfidence"
              .formatted(rules.count(), itemsets.count(), MAX_RULES));
    }
    return new ItemsetModel(model, itemsets, rules, data.train().count());
  }

  /**
   * Baskets.
   *
   * @param selection the columns to read
   * @param grouped whether a basket consists of several rows with one item each
   */
  private record Baskets(RowSelection selection, boolean grouped) implements Recipe {

    @Override
    public List<TableColumn> columns() {
      return selection.columns();
    }

    @Override
    public Prepared prepare(Materialized loaded, Cache cache) {
      Dataset<Row> rows = selection.complete(loaded, Split.NONE);
      Dataset<Row> baskets =
          grouped
              ? rows.groupBy(BASKET).agg(functions.collect_set(ITEMS).as(ITEMS)).select(ITEMS)
              : rows;
      Materialized kept = cache.keep(baskets);
      long used = grouped ? rows.count() : kept.count();
      ObjectNode facts = RowSelection.facts(loaded.count(), used, 0);
      facts.put("baskets", kept.count());
      return new Prepared(kept, kept, stages(), FeatureSpace.NONE, facts, cache);
    }

    private List<Transformer> stages() {
      if (!grouped) {
        return List.of(selection.saved());
      }
      return List.of(
          selection.saved(),
          new SQLTransformer()
              .setStatement(
                  "SELECT %1$s, collect_set(%2$s) AS %2$s FROM __THIS__ WHERE %2$s IS NOT NULL GROUP BY %1$s"
                      .formatted(BASKET, ITEMS)));
    }
  }
}
