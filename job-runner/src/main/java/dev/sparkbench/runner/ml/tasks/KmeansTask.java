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
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** K-means; k-means|| chooses the first centres. It ends early only when no centre moves. */
final class KmeansTask implements MlTask {

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.unsupervised(input, FeatureKind.DISTANCES);
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    KMeansModel model =
        new KMeans()
            .setK(input.parameters().integer("k"))
            .setMaxIter(input.parameters().integer("maxIter"))
            .setTol(0)
            .setSeed(input.parameters().integer("seed"))
            .fit(data.train().rows());
    return new Fitted(model, data.space());
  }

  private record Fitted(KMeansModel model, FeatureSpace space) implements Trained.Model {

    @Override
    public OptionalInt iterations() {
      return OptionalInt.of(model.summary().numIter());
    }

    @Override
    public ObjectNode summary() {
      ObjectNode summary = JsonNodeFactory.instance.objectNode();
      summary.put("clusters", model.clusterCenters().length);
      ArrayNode centres = summary.putArray("centres");
      Arrays.stream(model.clusterCenters())
          .limit(Listing.MAX)
          .forEach(centre -> centres.add(Listing.numbers(space.names(), space.inUnits(centre))));
      return summary;
    }

    @Override
    public List<Transformer> stages() {
      return List.of(model);
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return model.transform(rows).select(Prepared.FEATURES, "prediction");
    }

    /**
     * The sum of squared distances to the centres is that of the scaled features. The silhouette
     * (by squared distances) exists only for two clusters or more.
     */
    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      long[] sizes = Clusters.sizes(predictions, model.clusterCenters().length);
      ObjectNode metrics = JsonNodeFactory.instance.objectNode();
      metrics.set("within_cluster_sum_of_squares", Listing.number(sumOfSquares(predictions)));
      metrics.set(
          "silhouette",
          Arrays.stream(sizes).filter(size -> size > 0).count() < 2
              ? metrics.nullNode()
              : Listing.number(new ClusteringEvaluator().evaluate(predictions)));
      metrics.set("sizes", Clusters.json(sizes));
      return metrics;
    }

    /** Spark's own {@code trainingCost} is for the centres before the last step. */
    private double sumOfSquares(Dataset<Row> predictions) {
      Vector[] centres = model.clusterCenters();
      return predictions
          .toJavaRDD()
          .mapPartitions(rows -> List.of(sumOfSquares(rows, centres)).iterator())
          .collect()
          .stream()
          .mapToDouble(Double::doubleValue)
          .sum();
    }

    private static double sumOfSquares(Iterator<Row> rows, Vector[] centres) {
      double sum = 0;
      while (rows.hasNext()) {
        Row row = rows.next();
        sum += Vectors.sqdist(row.getAs(0), centres[row.getInt(1)]);
      }
      return sum;
    }
  }
}
