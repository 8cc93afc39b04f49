// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;

/** Trees that are grown one after another, each on the errors of the ones before. */
final class GradientBoostedTreesTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return Trees.recipe(input, 2);
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    List<String> names = data.space().names();
    if (Trees.classify(data)) {
      GBTClassificationModel model =
          new GBTClassifier()
              .setMaxIter(parameters.integer("maxIter"))
              .setStepSize(parameters.number("stepSize"))
              .setMaxDepth(parameters.integer("maxDepth"))
              .setMaxBins(Trees.maxBins(data, input))
              .setSubsamplingRate(parameters.number("subsamplingRate"))
              .setSeed(parameters.integer("seed"))
              .fit(data.train().rows());
      return Trees.trained(
          data,
          model,
          OptionalInt.of(model.trees().length),
          Trees.summary(names, model.featureImportances(), model.trees()));
    }
    GBTRegressionModel model =
        new GBTRegressor()
            .setMaxIter(parameters.integer("maxIter"))
            .setStepSize(parameters.number("stepSize"))
            .setMaxDepth(parameters.integer("maxDepth"))
            .setMaxBins(Trees.maxBins(data, input))
            .setSubsamplingRate(parameters.number("subsamplingRate"))
            .setSeed(parameters.integer("seed"))
            .fit(data.train().rows());
    return Trees.trained(
        data,
        model,
        OptionalInt.of(model.trees().length),
        Trees.summary(names, model.featureImportances(), model.trees()));
  }
}
