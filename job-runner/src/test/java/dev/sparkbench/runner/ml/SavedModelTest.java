// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.fixture.MlJob;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.work.Result;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Models are read with nothing but Spark's own classes and applied to the dataset as it is. */
class SavedModelTest {

  private final Dataset<Row> data = Purchases.data();
  private final String bucket = TestStore.get().newBucket();

  @Test
  void predictsWhatTheRunPredicted() {
    Map<String, JsonNode> outputs =
        save(
            MlJob.of(data)
                .label("yes")
                .with("kmeans.k", 3)
                .with("kmeans.saveModel", true)
                .with("decision_tree.maxDepth", 2)
                .with("decision_tree.saveModel", true),
            "kmeans",
            "decision_tree");

    JsonNode sizes = outputs.get("kmeans").at("/metrics/sizes");
    List<Row> clustered = load("kmeans").transform(data).collectAsList();
    for (int cluster = 0; cluster < 3; cluster++) {
      int number = cluster;
      assertThat(clustered.stream().filter(row -> row.<Integer>getAs("prediction") == number))
          .hasSize(sizes.get(cluster).asInt());
    }
    JsonNode counts = outputs.get("decision_tree").at("/metrics/confusion/actual_by_predicted");
    PipelineModel tree = load("decision_tree");
    Dataset<Row> tested = MlJob.split(data).filter("test");
    for (int actual = 0; actual < 2; actual++) {
      List<Row> rows =
          tree.transform(tested.filter(col("yes").equalTo(actual == 1))).collectAsList();
      for (int predicted = 0; predicted < 2; predicted++) {
        String prediction = predicted == 1 ? "true" : "false";
        assertThat(rows.stream().filter(row -> row.getAs("predicted_class").equals(prediction)))
            .hasSize(counts.get(actual).get(predicted).asInt());
      }
    }
  }

  @Test
  void predictsWhatTheRunPredictedFromColumnsThatAreNoFeatures() {
    Map<String, JsonNode> outputs =
        save(
            MlJob.of(data)
                .with("als.maxIter", 2)
                .with("als.saveModel", true)
                .with("fpgrowth.items", "words")
                .with("fpgrowth.saveModel", true)
                .with("lda.text", "words")
                .with("lda.k", 2)
                .with("lda.maxIter", 2)
                .with("lda.saveModel", true),
            "als",
            "fpgrowth",
            "lda");

    double squares = 0;
    List<Row> rated = load("als").transform(MlJob.split(data).filter("test")).collectAsList();
    for (Row row : rated) {
      double error = row.<Double>getAs("rating") - row.<Float>getAs("prediction");
      squares += error * error;
    }
    assertThat(outputs.get("als").at("/metrics/rmse").asDouble())
        .isCloseTo(Math.sqrt(squares / rated.size()), within(1e-6));
    assertThat(load("fpgrowth").transform(data).filter(size(col("prediction")).gt(0)).count())
        .isEqualTo(outputs.get("fpgrowth").at("/metrics/baskets_with_prediction").asLong());
    Vector topics = load("lda").transform(data).first().getAs("topicDistribution");
    assertThat(topics.apply(0) + topics.apply(1)).isCloseTo(1, within(1e-9));
  }

  /** Users are texts, and items are larger than 32 bits: a loaded model takes the data as it is. */
  @Test
  void numbersIdsAsTheRunDid() {
    Dataset<Row> ids =
        data.selectExpr("concat('u', user) AS user", "item + 3000000000 AS item", "rating");
    Map<String, JsonNode> outputs =
        save(MlJob.of(ids).with("als.maxIter", 2).with("als.saveModel", true), "als");

    assertThat(outputs.get("als").get("numbered")).hasToString("{\"user\":20,\"item\":10}");
    PipelineModel model = load("als");
    double squares = 0;
    List<Row> rated = model.transform(MlJob.split(ids).filter("test")).collectAsList();
    for (Row row : rated) {
      double error = row.<Double>getAs("rating") - row.<Float>getAs("prediction");
      squares += error * error;
    }
    assertThat(outputs.get("als").at("/metrics/rmse").asDouble())
        .isCloseTo(Math.sqrt(squares / rated.size()), within(1e-6));
    Row unknown =
        model.transform(ids.limit(1).selectExpr("'somebody' AS user", "item", "rating")).first();
    assertThat(unknown.<Float>getAs("prediction")).isNaN();
  }

  @Test
  void isKeptOnlyWhenAskedFor() {
    save(MlJob.of(data), "pca");

    assertThat(TestStore.get().keys(bucket)).isEmpty();
  }

  private Map<String, JsonNode> save(MlJob job, String... tasks) {
    Result result = job.work(tasks).compute();
    result.save(new S3Uri(bucket, "user/result/job/output/2_nodes.json"));
    return result.outputs();
  }

  private PipelineModel load(String task) {
    PipelineModel model =
        PipelineModel.load(
            "s3a://%s/user/result/job/output/models/2_nodes/%s".formatted(bucket, task));
    assertThat(model.stages())
        .extracting(stage -> stage.getClass().getName())
        .allMatch(name -> name.startsWith("org.apache.spark.ml."));
    return model;
  }
}
