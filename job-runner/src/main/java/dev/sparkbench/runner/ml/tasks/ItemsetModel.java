// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.Trained;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.fpm.FPGrowthModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Itemsets and rules, in memory.
 *
 * @param model the model
 * @param itemsets the itemsets with their frequencies
 * @param rules the rules
 * @param baskets the number of baskets
 */
record ItemsetModel(FPGrowthModel model, Materialized itemsets, Materialized rules, long baskets)
    implements Trained.Model {

  @Override
  public ObjectNode summary() {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("itemsets", itemsets.count());
    summary.put("rules", rules.count());
    return summary;
  }

  @Override
  public List<Transformer> stages() {
    return List.of(model);
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> rows) {
    return model.transform(rows).select(size(col("prediction")).as("predicted"));
  }

  /**
   * The strongest itemsets and rules; among equally strong ones, in the order of their items'
   * names.
   */
  @Override
  public ObjectNode evaluate(Dataset<Row> predictions) {
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    metrics.put(
        "baskets_with_prediction",
        predictions.filter(col("predicted").gt(0)).agg(count(lit(1))).first().getLong(0));
    metrics.set("most_frequent", mostFrequent());
    metrics.set("strongest_rules", strongestRules());
    return metrics;
  }

  private ArrayNode mostFrequent() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<Row> rows =
        itemsets
            .rows()
            .select(sort_array(col("items")).as("items"), col("freq"))
            .orderBy(col("freq").desc(), col("items"))
            .limit(Listing.MAX)
            .collectAsList();
    for (Row row : rows) {
      ObjectNode itemset = array.addObject();
      itemset.set("items", Listing.texts(row.getList(0)));
      itemset.put("baskets", row.getLong(1));
      itemset.set("support", Listing.number((double) row.getLong(1) / baskets));
    }
    return array;
  }

  private ArrayNode strongestRules() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<Row> rows =
        rules
            .rows()
            .select(
                sort_array(col("antecedent")).as("antecedent"),
                col("consequent"),
                col("confidence"),
                col("lift"),
                col("support"))
            .orderBy(
                col("confidence").desc(),
                col("support").desc(),
                col("antecedent"),
                col("consequent"))
            .limit(Listing.MAX)
            .collectAsList();
    for (Row row : rows) {
      ObjectNode rule = array.addObject();
      rule.set("if", Listing.texts(row.getList(0)));
      rule.set("then", Listing.texts(row.getList(1)));
      rule.set("confidence", Listing.number(row.getDouble(2)));
      rule.set("lift", Listing.number(row.getDouble(3)));
      rule.set("support", Listing.number(row.getDouble(4)));
    }
    return array;
  }
}
