// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.MlJob;
import dev.sparkbench.runner.work.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MlWorkTest {

  private static Result someTasks;

  @BeforeAll
  static void computeSomeTasks() {
    someTasks =
        job(Purchases.data()).label("yes").work("pca", "decision_tree", "correlation").compute();
  }

  @Test
  void givesEachTasksOutputInTheOrderOfTheRequest() {
    assertThat(someTasks.rows()).hasValue(300);
    assertThat(someTasks.outputs().keySet()).containsExactly("pca", "decision_tree", "correlation");
  }

  @Test
  void timesEachPhaseThatThereIs() {
    Map<String, JsonNode> outputs = someTasks.outputs();

    JsonNode all = outputs.get("decision_tree").get("seconds");
    assertThat(all.fieldNames())
        .toIterable()
        .containsExactly("load", "prepare", "train", "predict", "evaluate");
    assertThat(all).allMatch(seconds -> seconds.asDouble() > 0);
    assertThat(outputs.get("correlation").at("/seconds/predict").isNull()).isTrue();
  }

  /**
   * So that phases can be taken from every iteration, not only from the one whose outputs are kept.
   */
  @Test
  void tellsItsPhasesApartFromItsOutputs() {
    assertThat(someTasks.phases().keySet()).containsExactly("pca", "decision_tree", "correlation");
    assertThat(someTasks.phases().get("decision_tree").keySet())
        .containsExactly("load", "prepare", "train", "predict", "evaluate");
    assertThat(someTasks.phases().get("correlation")).doesNotContainKey("predict");
    someTasks
        .phases()
        .forEach(
            (task, phases) ->
                phases.forEach(
                    (phase, seconds) ->
                        assertThat(someTasks.outputs().get(task).at("/seconds/" + phase).asDouble())
                            .isEqualTo(seconds)));
  }

  @Test
  void leavesNothingInMemory() {
    var spark = LocalSpark.spark();
    spark.sharedState().cacheManager().clearCache();
    int before = spark.sparkContext().getPersistentRDDs().size();

    job(Purchases.data())
        .label("yes")
        .with("als.maxIter", 2)
        .with("fpgrowth.items", "words")
        .with("lda.text", "words")
        .with("lda.optimizer", "em")
        .with("lda.maxIter", 2)
        .with("logistic_regression.maxIter", 2)
        .with("gradient_boosted_trees.maxIter", 2)
        .work("als", "fpgrowth", "lda", "logistic_regression", "gradient_boosted_trees")
        .compute();

    assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();
  }

  @Test
  void givesTheSameEveryTime() {
    MlWork work = job(Purchases.data()).label("yes").work("random_forest", "als", "lda");

    assertThat(withoutSeconds(work.compute())).isEqualTo(withoutSeconds(work.compute()));
  }

  @Test
  void givesTheSameWhereRowsHaveToBeDealtOut() {
    Dataset<Row> inOneFile = Purchases.data().coalesce(1);
    String[] tasks = {"random_forest", "kmeans"};

    assertThat(withoutSeconds(job(inOneFile).label("yes").work(tasks).compute()))
        .isEqualTo(withoutSeconds(job(inOneFile).label("yes").work(tasks).compute()));
  }

  @Test
  void usesAllSlots() {
    Dataset<Row> loaded =
        Loading.plan(
            dev.sparkbench.runner.table.Table.of(Purchases.data().coalesce(1), List.of()),
            dev.sparkbench.runner.table.Table.of(Purchases.data(), List.of()).columns(),
            8);

    assertThat(loaded.rdd().getNumPartitions()).isEqualTo(8);
  }

  @Test
  void refusesParametersOutOfTheirRange() {
    assertThat(job(Purchases.data()).with("kmeans.nulls", "ignore").failure("kmeans"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.kmeans.nulls: 'ignore' must be one of skip, mean, fail"));
  }

  private static Map<String, JsonNode> withoutSeconds(Result result) {
    Map<String, JsonNode> outputs = new TreeMap<>(result.outputs());
    outputs.replaceAll((task, output) -> ((ObjectNode) output.deepCopy()).without("seconds"));
    return outputs;
  }

  /** With the smallest number of iterations above one, because each takes jobs of its own. */
  private static MlJob job(Dataset<Row> data) {
    return MlJob.of(data)
        .with("lda.text", "words")
        .with("lda.maxIter", 2)
        .with("als.maxIter", 2)
        .with("kmeans.k", 3)
        .with("kmeans.maxIter", 2)
        .with("random_forest.numTrees", 5)
        .with("random_forest.maxDepth", 3)
        .with("pca.k", 2);
  }
}
