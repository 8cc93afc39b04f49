// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.FeatureSpace;
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
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;

/**
 * Logistic regression. For two classes, there is one set of coefficients, which is for the second
 * class; for more classes, there is one set per class.
 */
final class LogisticRegressionTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.supervised(
        input, FeatureKind.LINEAR, Target.classes(input, Target.MAX_CLASSES));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    LogisticRegressionModel model =
        new LogisticRegression()
            .setMaxIter(parameters.integer("maxIter"))
            .setTol(0)
            .setRegParam(parameters.number("regParam"))
            .setElasticNetParam(parameters.number("elasticNetParam"))
            .fit(data.train().rows());
    return new Classifier(
        model,
        data.space().classes(),
        OptionalInt.of(model.summary().totalIterations()),
        summary(model, data.space()));
  }

  private static ObjectNode summary(LogisticRegressionModel model, FeatureSpace space) {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    Matrix coefficients = model.coefficientMatrix();
    List<String> classes =
        coefficients.numRows() == 1 ? space.classes().subList(1, 2) : space.classes();
    ObjectNode byClass = summary.putObject("classes");
    for (int i = 0; i < coefficients.numRows(); i++) {
      double[] row = new double[coefficients.numCols()];
      for (int j = 0; j < row.length; j++) {
        row[j] = coefficients.apply(i, j);
      }
      ObjectNode of = byClass.putObject(classes.get(i));
      of.set("intercept", Listing.number(model.interceptVector().apply(i)));
      of.set("coefficients", Listing.numbers(space.names(), row));
    }
    return summary;
  }
}
