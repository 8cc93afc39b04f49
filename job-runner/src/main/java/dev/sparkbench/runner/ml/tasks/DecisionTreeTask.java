// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.Target;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressor;

/** One tree. */
final class DecisionTreeTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return Trees.recipe(input, Target.MAX_CLASSES);
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    int depth = input.parameters().integer("maxDepth");
    int bins = Trees.maxBins(data, input);
    int seed = input.parameters().integer("seed");
    List<String> names = data.space().names();
    if (Trees.classify(data)) {
      DecisionTreeClassificationModel model =
          new DecisionTreeClassifier()
              .setMaxDepth(depth)
              .setMaxBins(bins)
              .setSeed(seed)
              .fit(data.train().rows());
      return Trees.trained(
          data,
          model,
          OptionalInt.empty(),
          Trees.summary(names, model.featureImportances(), model));
    }
    DecisionTreeRegressionModel model =
        new DecisionTreeRegressor()
            .setMaxDepth(depth)
            .setMaxBins(bins)
            .setSeed(seed)
            .fit(data.train().rows());
    return Trees.trained(
        data, model, OptionalInt.empty(), Trees.summary(names, model.featureImportances(), model));
  }
}
