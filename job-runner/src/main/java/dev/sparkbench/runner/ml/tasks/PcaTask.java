// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Principal components: one pass over the data for the covariances; the driver computes the rest.
 */
final class PcaTask implements MlTask {

  // The driver decomposes a covariance matrix of the features.
  private static final int MAX_FEATURES = 1_000;
  private static final String PROJECTION = "projection";

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.unsupervised(input, FeatureKind.DISTANCES.atMost(MAX_FEATURES));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    int k = input.parameters().integer("k");
    if (k > data.space().size()) {
      throw TaskInput.invalid(
          "pca.k is %d, but there are only %d features: lower it, or name more columns in dataset.features"
              .formatted(k, data.space().size()));
    }
    return new Fitted(
        new PCA()
            .setK(k)
            .setInputCol(Prepared.FEATURES)
            .setOutputCol(PROJECTION)
            .fit(data.train().rows()),
        data.space().names());
  }

  private record Fitted(PCAModel model, List<String> names) implements Trained.Model {

    @Override
    public ObjectNode summary() {
      ObjectNode summary = JsonNodeFactory.instance.objectNode();
      ArrayNode components = summary.putArray("components");
      for (int i = 0; i < Math.min(Listing.MAX, model.pc().numCols()); i++) {
        ObjectNode component = components.addObject();
        component.set("explained_variance", Listing.number(model.explainedVariance().apply(i)));
        component.set("weights", Listing.numbers(names, weights(i)));
      }
      return summary;
    }

    /**
     * Each component is turned so that its largest entry is positive; the opposite direction would
     * be as good.
     */
    private double[] weights(int component) {
      double[] weights = new double[names.size()];
      double largest = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = model.pc().apply(i, component);
        largest = Math.abs(weights[i]) > Math.abs(largest) ? weights[i] : largest;
      }
      double sign = Math.signum(largest);
      return Arrays.stream(weights).map(weight -> sign * weight).toArray();
    }

    @Override
    public List<Transformer> stages() {
      return List.of(model);
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return model.transform(rows).select(Prepared.FEATURES, PROJECTION);
    }

    /** The share of the features' variance that the components keep, measured on the rows. */
    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      Row variances =
          predictions
              .select(
                  Summarizer.variance(col(PROJECTION)), Summarizer.variance(col(Prepared.FEATURES)))
              .first();
      ObjectNode metrics = JsonNodeFactory.instance.objectNode();
      metrics.set(
          "explained_variance", Listing.number(sum(variances.getAs(0)) / sum(variances.getAs(1))));
      return metrics;
    }

    private static double sum(Vector vector) {
      return Arrays.stream(vector.toArray()).sum();
    }
  }
}
