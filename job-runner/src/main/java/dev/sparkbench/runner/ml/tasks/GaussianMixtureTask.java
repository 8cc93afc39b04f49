// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A mixture of Gaussians, fitted by expectation maximisation. */
final class GaussianMixtureTask implements MlTask {

  // Each cluster has a covariance matrix of the features.
  private static final int MAX_FEATURES = 256;

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.unsupervised(input, FeatureKind.DISTANCES.atMost(MAX_FEATURES));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    GaussianMixtureModel model =
        new GaussianMixture()
            .setK(input.parameters().integer("k"))
            .setMaxIter(input.parameters().integer("maxIter"))
            .setTol(0)
            .setSeed(input.parameters().integer("seed"))
            .fit(data.train().rows());
    return new Fitted(model, data.space(), data.train().count());
  }

  private record Fitted(GaussianMixtureModel model, FeatureSpace space, long rows)
      implements Trained.Model {

    @Override
    public OptionalInt iterations() {
      return OptionalInt.of(model.summary().numIter());
    }

    @Override
    public ObjectNode summary() {
      ObjectNode summary = JsonNodeFactory.instance.objectNode();
      int clusters = model.weights().length;
      summary.put("clusters", clusters);
      ArrayNode listed = summary.putArray("gaussians");
      for (int i = 0; i < Math.min(Listing.MAX, clusters); i++) {
        ObjectNode gaussian = listed.addObject();
        gaussian.set("weight", Listing.number(model.weights()[i]));
        gaussian.set(
            "mean", Listing.numbers(space.names(), space.inUnits(model.gaussians()[i].mean())));
      }
      return summary;
    }

    @Override
    public List<Transformer> stages() {
      return List.of(model);
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return model.transform(rows).select("prediction", "probability");
    }

    /**
     * The log-likelihood is that of the scaled features, with the parameters before the last step.
     */
    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      double logLikelihood = model.summary().logLikelihood();
      ObjectNode metrics = JsonNodeFactory.instance.objectNode();
      metrics.set("log_likelihood", Listing.number(logLikelihood));
      metrics.set("log_likelihood_per_row", Listing.number(logLikelihood / rows));
      metrics.set("sizes", Clusters.json(Clusters.sizes(predictions, model.weights().length)));
      return metrics;
    }
  }
}
