// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Trained;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.mllib.evaluation.RegressionMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A model that predicts a number.
 *
 * @param model the model
 * @param iterations the number of iterations
 * @param summary a description of the model
 */
record Regressor(Transformer model, OptionalInt iterations, ObjectNode summary)
    implements Trained.Model {

  @Override
  public List<Transformer> stages() {
    return List.of(model);
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> rows) {
    return model.transform(rows).select(Prepared.LABEL, "prediction");
  }

  @Override
  public ObjectNode evaluate(Dataset<Row> predictions) {
    return errors(new RegressionEvaluator().getMetrics(predictions));
  }

  /**
   * The root mean square error, the mean absolute error, and the share of the variance explained.
   */
  private static ObjectNode errors(RegressionMetrics metrics) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("rmse", Listing.number(metrics.rootMeanSquaredError()));
    json.set("mae", Listing.number(metrics.meanAbsoluteError()));
    json.set("r2", Listing.number(metrics.r2()));
    return json;
  }
}
