// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Row;

/** Naive Bayes: one pass over the data. */
final class NaiveBayesTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.supervised(
        input, FeatureKind.LINEAR, Target.classes(input, Target.MAX_CLASSES));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    String type = input.parameters().text("modelType");
    if (!type.equals("gaussian")) {
      checkValues(data, type);
    }
    NaiveBayesModel model =
        new NaiveBayes()
            .setModelType(type)
            .setSmoothing(input.parameters().number("smoothing"))
            .fit(data.train().rows());
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    // Spark stores logarithms.
    double[] shares = Arrays.stream(model.pi().toArray()).map(Math::exp).toArray();
    summary.set("class_shares", Listing.numbers(data.space().classes(), shares));
    return new Classifier(model, data.space().classes(), OptionalInt.empty(), summary);
  }

  /**
   * Checks the values first. Spark would fail during training, with the values of a row in its
   * message.
   */
  private static void checkValues(Prepared data, String type) {
    Row row =
        data.train()
            .rows()
            .select(
                Summarizer.min(col(Prepared.FEATURES)),
                Summarizer.max(col(Prepared.FEATURES)),
                Summarizer.sum(col(Prepared.FEATURES)),
                Summarizer.numNonZeros(col(Prepared.FEATURES)))
            .first();
    Vector min = row.getAs(0);
    Vector max = row.getAs(1);
    Vector sum = row.getAs(2);
    Vector nonZeros = row.getAs(3);
    refuse(data, i -> min.apply(i) < 0, type, "not negative");
    if (type.equals("bernoulli")) {
      // If values from 0 to 1 add up to the number of non-zero values, each of these is 1.
      refuse(
          data, i -> max.apply(i) > 1 || sum.apply(i) != nonZeros.apply(i), type, "either 0 or 1");
    }
  }

  private static void refuse(Prepared data, IntPredicate unfit, String type, String expected) {
    List<String> names = data.space().names();
    List<String> refused =
        new ArrayList<>(
            IntStream.range(0, names.size()).filter(unfit).mapToObj(names::get).limit(5).toList());
    if (!refused.isEmpty()) {
      throw TaskInput.invalid(
          "naive_bayes.modelType %s needs features that are %s, and these are not: %s; leave them out of dataset.features, or take modelType gaussian"
              .formatted(type, expected, String.join(", ", refused)));
    }
  }
}
