// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.runner.fixture.MlJob;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time passes only while an expensive value is computed. */
class TaskRunTest {

  // Spark's tasks, in this JVM, find it only here.
  private static final AtomicLong SECONDS = new AtomicLong();

  private static final Map<String, Integer> COSTS =
      Map.of("load", 1, "prepare", 10, "train", 100, "predict", 1_000, "evaluate", 10_000);

  @AfterEach
  void setTheClockBack() {
    SECONDS.set(0);
  }

  @Test
  void eachPhasePaysForItsOwnWorkAndForNoOther() {
    ObjectNode output = run().execute().output();

    assertThat(output.get("seconds").toString())
        .isEqualTo(
            "{\"load\":1.0,\"prepare\":10.0,\"train\":100.0,\"predict\":1000.0,\"evaluate\":10000.0}");
  }

  @Test
  void aSecondTimeCostsAsMuchAsTheFirst() {
    TaskRun run = run();

    assertThat(run.execute().output()).isEqualTo(run.execute().output());
  }

  private static TaskRun run() {
    TaskDeclaration declaration = new TaskDeclaration("costly", JobType.ML, "Costs.", List.of());
    Dataset<Row> data =
        MlJob.data("value INT", List.<Object[]>of(new Object[] {1}))
            .select(costly("load").as("value"));
    TaskInput input =
        new TaskInput(
            new TaskParameters(declaration, Map.of()),
            Table.of(data, List.of()),
            Optional.empty(),
            List.of(),
            1);
    return new TaskRun(new CostlyTask(), input, () -> SECONDS.get() * 1_000_000_000L);
  }

  /** The value, for so many seconds. */
  private static org.apache.spark.sql.Column costly(String phase) {
    int cost = COSTS.get(phase);
    UserDefinedFunction pay =
        udf(
            (Integer value) -> {
              SECONDS.addAndGet(cost);
              return value;
            },
            DataTypes.IntegerType);
    return pay.apply(col("value"));
  }

  private static final class CostlyTask implements MlTask {

    @Override
    public Recipe recipe(TaskInput input) {
      return new CostlyRecipe(input.table().columns());
    }

    @Override
    public Trained train(Prepared data, TaskInput input) {
      data.train().rows().select(costly("train")).collectAsList();
      return new CostlyModel();
    }
  }

  private record CostlyRecipe(List<TableColumn> columns) implements Recipe {

    @Override
    public Prepared prepare(Materialized loaded, Cache cache) {
      Dataset<Row> named = loaded.rows().toDF("value");
      Materialized rows = cache.keep(named.select(costly("prepare").as("value")));
      ObjectNode facts = JsonNodeFactory.instance.objectNode();
      return new Prepared(rows, rows, List.of(), FeatureSpace.NONE, facts, cache);
    }
  }

  private record CostlyModel() implements Trained.Model {

    @Override
    public ObjectNode summary() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public List<Transformer> stages() {
      return List.of();
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return rows.select(costly("predict").as("value"));
    }

    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      predictions.select(costly("evaluate")).collectAsList();
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
