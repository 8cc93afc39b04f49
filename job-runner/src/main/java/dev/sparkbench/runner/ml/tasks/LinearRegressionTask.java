// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.FeatureKind;
import dev.sparkbench.runner.ml.features.FeatureRecipe;
import dev.sparkbench.runner.ml.features.Target;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.OptionalInt;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;

/** Least squares, with a penalty if one is requested. */
final class LinearRegressionTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.supervised(input, FeatureKind.LINEAR, Target.quantity(input));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    String solver = parameters.text("solver");
    LinearRegressionModel model =
        new LinearRegression()
            .setSolver(solver)
            .setMaxIter(parameters.integer("maxIter"))
            .setTol(0)
            .setRegParam(parameters.number("regParam"))
            .setElasticNetParam(parameters.number("elasticNetParam"))
            .fit(data.train().rows());
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.set("intercept", Listing.number(model.intercept()));
    summary.set(
        "coefficients", Listing.numbers(data.space().names(), model.coefficients().toArray()));
    return new Regressor(
        model,
        solver.equals("normal")
            ? OptionalInt.empty()
            : OptionalInt.of(model.summary().totalIterations()),
        summary);
  }
}
