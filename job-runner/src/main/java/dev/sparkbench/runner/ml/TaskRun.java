// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.measurement.PhaseClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * @param phases how many seconds each phase took that there was, in their order
   * @param pipeline from the dataset's columns to the predictions; empty where there is no model
   */
  record Outcome(
      String task,
      long rows,
      ObjectNode output,
      Map<String, Double> phases,
      List<Transformer> pipeline) {}

  private enum Phase {
    /** Reading the columns from the store. */
    LOAD,
    /** Making feature vectors, or whatever the algorithm takes, and setting test rows apart. */
    PREPARE,
    /** Training. */
    TRAIN,
    /** Applying the model to the test rows. */
    PREDICT,
    /** Looking at the model, and comparing predictions with what is true. */
    EVALUATE;

    private String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
    PhaseClock<Phase> clock = new PhaseClock<>(Phase.class, nanoClock);
    try (Cache cache = new Cache(spark)) {
      Materialized loaded =
          clock.time(
              Phase.LOAD,
              () -> cache.keep(Loading.plan(input.table(), recipe.columns(), input.splits())));
      Prepared prepared = clock.time(Phase.PREPARE, () -> recipe.prepare(loaded, cache));
      cache.release(loaded);
      Trained trained = clock.time(Phase.TRAIN, () -> task.train(prepared, input));

      ObjectNode output = JsonNodeFactory.instance.objectNode();
      output.setAll(prepared.facts());
      output.put("iterations", boxed(trained.iterations()));
      output.set("model", clock.time(Phase.EVALUATE, trained::summary));
      List<Transformer> pipeline = new ArrayList<>();
      if (trained instanceof Trained.Model model) {
        Materialized predictions =
            clock.time(Phase.PREDICT, () -> cache.keep(model.predict(prepared.test().rows())));
        output.set("metrics", clock.time(Phase.EVALUATE, () -> model.evaluate(predictions.rows())));
        pipeline.addAll(prepared.stages());
        pipeline.addAll(model.stages());
      }
      Map<String, Double> phases = phases(clock);
      output.set("seconds", seconds(phases));
      return new Outcome(task.name(), loaded.count(), output, phases, pipeline);
    }
  }

  private static Map<String, Double> phases(PhaseClock<Phase> clock) {
    Map<String, Double> phases = new LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      clock.seconds(phase).ifPresent(seconds -> phases.put(phase.wireName(), seconds));
    }
    return phases;
  }

  /** By phase; null for one that the task does not have. */
  private static ObjectNode seconds(Map<String, Double> phases) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Phase phase : Phase.values()) {
      json.put(phase.wireName(), phases.get(phase.wireName()));
    }
    return json;
  }

  private static Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
