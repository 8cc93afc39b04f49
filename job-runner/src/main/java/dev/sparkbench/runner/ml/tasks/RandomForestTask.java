// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.Target;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** Many trees, each grown on a sample of the rows and, at each node, of the features. */
final class RandomForestTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return Trees.recipe(input, Target.MAX_CLASSES);
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    List<String> names = data.space().names();
    if (Trees.classify(data)) {
      RandomForestClassificationModel model =
          new RandomForestClassifier()
              .setNumTrees(parameters.integer("numTrees"))
              .setMaxDepth(parameters.integer("maxDepth"))
              .setMaxBins(Trees.maxBins(data, input))
              .setSubsamplingRate(parameters.number("subsamplingRate"))
              .setSeed(parameters.integer("seed"))
              .fit(data.train().rows());
      return Trees.trained(
          data,
          model,
          OptionalInt.empty(),
          Trees.summary(names, model.featureImportances(), model.trees()));
    }
    RandomForestRegressionModel model =
        new RandomForestRegressor()
            .setNumTrees(parameters.integer("numTrees"))
            .setMaxDepth(parameters.integer("maxDepth"))
            .setMaxBins(Trees.maxBins(data, input))
            .setSubsamplingRate(parameters.number("subsamplingRate"))
            .setSeed(parameters.integer("seed"))
            .fit(data.train().rows());
    return Trees.trained(
        data,
        model,
        OptionalInt.empty(),
        Trees.summary(names, model.featureImportances(), model.trees()));
  }
}
