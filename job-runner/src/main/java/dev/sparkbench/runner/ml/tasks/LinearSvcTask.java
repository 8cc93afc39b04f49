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
import java.util.OptionalInt;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;

/** A linear support vector machine, which distinguishes two classes. */
final class LinearSvcTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.supervised(input, FeatureKind.LINEAR, Target.classes(input, 2));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    LinearSVCModel model =
        new LinearSVC()
            .setMaxIter(input.parameters().integer("maxIter"))
            .setTol(0)
            .setRegParam(input.parameters().number("regParam"))
            .fit(data.train().rows());
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.set("intercept", Listing.number(model.intercept()));
    summary.set(
        "coefficients", Listing.numbers(data.space().names(), model.coefficients().toArray()));
    return new Classifier(
        model, data.space().classes(), OptionalInt.of(model.summary().totalIterations()), summary);
  }
}
