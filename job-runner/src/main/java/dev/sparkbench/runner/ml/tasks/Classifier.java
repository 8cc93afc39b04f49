// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Trained;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A model that predicts a class.
 *
 * @param model the model
 * @param classes the classes
 * @param iterations the number of iterations
 * @param summary a description of the model
 */
record Classifier(
    Transformer model, List<String> classes, OptionalInt iterations, ObjectNode summary)
    implements Trained.Model {

  @Override
  public List<Transformer> stages() {
    return List.of(
        model,
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol("predicted_class")
            .setLabels(classes.toArray(String[]::new)));
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> rows) {
    return model.transform(rows).select(Prepared.LABEL, "prediction", "rawPrediction");
  }

  /** The areas under curves exist only for two classes; the second class counts as positive. */
  @Override
  public ObjectNode evaluate(Dataset<Row> predictions) {
    ObjectNode json = ConfusionMatrix.of(predictions, classes).toJson();
    if (classes.size() == 2) {
      // Curves with up to a thousand points, Spark's default.
      BinaryClassificationMetrics metrics =
          new BinaryClassificationEvaluator().getMetrics(predictions);
      json.set("area_under_roc", Listing.number(metrics.areaUnderROC()));
      json.set("area_under_pr", Listing.number(metrics.areaUnderPR()));
      metrics.unpersist();
    }
    return json;
  }
}
