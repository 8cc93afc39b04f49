package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Stopwatch.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.SparkSession;

/**
 * One task, from the store to the metrics. The result of each phase is computed before the next
 * begins and kept in memory as long as it is needed.
 */
final class TaskRun {

  /**
   * What came of it.
   *
   * @param task the task's name
   * @param rows how many rows the dataset has
   * @param output the task's output
   * @param pipeline from the dataset's columns to the predictions; empty where there is no model
   */
  record Outcome(String task, long rows, ObjectNode output, List<Transformer> pipeline) {}

  private final MlTask task;
  private final TaskInput input;
  private final Recipe recipe;
  private final LongSupplier nanoClock;

  TaskRun(MlTask task, TaskInput input, LongSupplier nanoClock) {
    this.task = task;
    this.input = input;
    this.recipe = task.recipe(input);
    this.nanoClock = nanoClock;
  }

  Outcome execute() {
    SparkSession spark = input.table().rows().sparkSession();
    Stopwatch stopwatch = new Stopwatch(nanoClock);
    try (Cache cache = new Cache(spark)) {
      Materialized loaded =
          stopwatch.time(
              Phase.LOAD,
              () -> cache.keep(Loading.plan(input.table(), recipe.columns(), input.slots())));
      Prepared prepared = stopwatch.time(Phase.PREPARE, () -> recipe.prepare(loaded, cache));
      cache.release(loaded);
      Trained trained = stopwatch.time(Phase.TRAIN, () -> task.train(prepared, input));

      ObjectNode output = JsonNodeFactory.instance.objectNode();
      output.setAll(prepared.facts());
      output.put("iterations", boxed(trained.iterations()));
      output.set("model", stopwatch.time(Phase.EVALUATE, trained::summary));
      List<Transformer> pipeline = new ArrayList<>();
      if (trained instanceof Trained.Model model) {
        Materialized predictions =
            stopwatch.time(Phase.PREDICT, () -> cache.keep(model.predict(prepared.test().rows())));
        output.set(
            "metrics", stopwatch.time(Phase.EVALUATE, () -> model.evaluate(predictions.rows())));
        pipeline.addAll(prepared.stages());
        pipeline.addAll(model.stages());
      }
      output.set("seconds", stopwatch.toJson());
      return new Outcome(task.name(), loaded.count(), output, pipeline);
    }
  }

  private static Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
