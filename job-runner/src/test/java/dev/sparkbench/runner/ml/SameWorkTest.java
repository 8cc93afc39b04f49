// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.MlJob;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.WorkDone;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the smallest node count has to do does not depend on the others in the list. */
class SameWorkTest {

  private static final int LARGEST = 64;

  @AfterEach
  void resetTheSession() {
    LocalSpark.spark();
  }

  @ParameterizedTest
  @CsvSource({
    "fpgrowth, 64",
    "lda, 16",
    "kmeans, 16",
    "decision_tree, 16",
    "logistic_regression, 16"
  })
  void isTheSameWhateverElseIsMeasured(String task, int largest) {
    // In enough splits for all of them, as a dataset of some size is.
    Dataset<Row> data = data(largest);

    WorkDone alone = work(data, task, 1);

    assertThat(alone.recordsRead()).isPositive();
    assertThat(work(data, task, largest)).isEqualTo(alone);
  }

  /** Not all of it, because Spark does not merge the small shuffles before what is cached. */
  @Test
  void anotherIterationOfAlsIsTheSameWithAnySplits() {
    WorkDone alone = anotherIteration(1);

    assertThat(alone.recordsShuffled()).isPositive();
    assertThat(alone.tasksOnShuffled()).isPositive();
    assertThat(anotherIteration(LARGEST)).isEqualTo(alone);
  }

  @Test
  void whereSparkDecidesRowsAreNotDealtOutAnew() {
    Dataset<Row> data = data(2);
    MlJob job = job(data);
    new LocalSpark()
        .start(RunRequests.of("s3://b/k").nodes(1, 8).partitions(Partitions.PerNodeCount).build());

    WorkDone asTheyAre = WorkDone.of(() -> job.work("pca").compute());
    WorkDone dealtOut = work(data, "pca", 8);

    assertThat(asTheyAre.recordsShuffled()).isLessThan(dealtOut.recordsShuffled());
    assertThat(asTheyAre.tasksOnInput()).isLessThan(dealtOut.tasksOnInput());
  }

  /** With one slot at the smallest node count, and one split per slot at the largest. */
  private static WorkDone anotherIteration(int maxNodes) {
    Dataset<Row> data = data(maxNodes);
    return work(job(data).with("als.maxIter", 2), "als", maxNodes)
        .minus(work(job(data).with("als.maxIter", 1), "als", maxNodes));
  }

  private static WorkDone work(Dataset<Row> data, String task, int maxNodes) {
    return work(job(data), task, maxNodes);
  }

  private static WorkDone work(MlJob job, String task, int maxNodes) {
    new LocalSpark().start(RunRequests.of("s3://b/k").nodes(1, maxNodes).cores(1).build());
    return WorkDone.of(() -> job.work(task).compute());
  }

  private static MlJob job(Dataset<Row> data) {
    return MlJob.of(data)
        .label("yes")
        .features("a", "b")
        .with("als.maxIter", 1)
        .with("fpgrowth.items", "words")
        .with("fpgrowth.minSupport", "0.05")
        .with("lda.text", "words")
        .with("lda.optimizer", "em")
        .with("lda.maxIter", 1)
        .with("lda.numPartitions", 4)
        .with("kmeans.k", 3)
        .with("kmeans.maxIter", 1)
        .with("decision_tree.maxDepth", 2)
        .with("logistic_regression.maxIter", 1)
        .with("pca.k", 2);
  }

  private static Dataset<Row> data(int splits) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 640; i++) {
      double a = i % 7;
      double b = i * 31 % 101;
      String words = "w%d w%d w%d w%d".formatted(i % 5, 5 + i % 6, 11 + i % 7, 18 + i % 8);
      rows.add(RowFactory.create(i % 40, i % 23, a, b, a > 3 ? 1.0 : 0.0, words));
    }
    SparkSession spark = LocalSpark.spark();
    return spark
        .createDataFrame(
            new JavaSparkContext(spark.sparkContext()).parallelize(rows, splits),
            StructType.fromDDL("user INT, item INT, a DOUBLE, b DOUBLE, yes DOUBLE, words STRING"))
        .withColumn("rating", org.apache.spark.sql.functions.expr("a + 1"));
  }
}
