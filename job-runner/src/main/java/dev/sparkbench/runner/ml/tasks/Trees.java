// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.FeatureKind;
import dev.sparkbench.runner.ml.features.FeatureRecipe;
import dev.sparkbench.runner.ml.features.Target;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tree.DecisionTreeModel;

/** The common part of the three tasks with trees, which predict classes or numbers. */
final class Trees {

  private Trees() {}

  /**
   * The features for trees, which take categories as they are.
   *
   * @param maxClasses the largest number of classes that the algorithm supports
   */
  static Recipe recipe(TaskInput input, int maxClasses) {
    boolean numbers =
        switch (input.parameters().text("mode")) {
          case "regression" -> true;
          case "classification" -> false;
          default -> Target.isNumber(input.labelColumn());
        };
    return FeatureRecipe.supervised(
        input,
        FeatureKind.TREES,
        numbers ? Target.quantity(input) : Target.classes(input, maxClasses));
  }

  /** Whether classes are predicted. */
  static boolean classify(Prepared data) {
    return !data.space().classes().isEmpty();
  }

  /** Each category needs a bin. */
  static int maxBins(Prepared data, TaskInput input) {
    return Math.max(input.parameters().integer("maxBins"), data.space().maxCategories());
  }

  static Trained trained(
      Prepared data, Transformer model, OptionalInt iterations, ObjectNode summary) {
    return classify(data)
        ? new Classifier(model, data.space().classes(), iterations, summary)
        : new Regressor(model, iterations, summary);
  }

  /** The size of the trees, and the most important features. */
  static ObjectNode summary(List<String> names, Vector importances, DecisionTreeModel... trees) {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("trees", trees.length);
    summary.put("depth", Arrays.stream(trees).mapToInt(DecisionTreeModel::depth).max().orElse(0));
    summary.put("nodes", Arrays.stream(trees).mapToInt(DecisionTreeModel::numNodes).sum());
    ObjectNode listed = summary.putObject("importances");
    IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -importances.apply(i)))
        .limit(Listing.MAX)
        .forEach(i -> listed.set(names.get(i), Listing.number(importances.apply(i))));
    return summary;
  }
}
