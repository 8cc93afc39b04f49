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
 * Runs one task, from reading the store to computing the metrics. The result of each phase is
 * computed before the next phase begins, and is kept in memory as long as it is needed.
 */
final class TaskRun {

  /**
   * The result of a task.
   *
   * @param task the task's name
   * @param rows the number of rows of the dataset
   * @param output the task's output
   * @param phases the seconds of each phase of this task, in order
   * @param pipeline the stages from the dataset's columns to the predictions; empty if there is no
   *     model
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
    /** Computing feature vectors, or whatever the algorithm takes, and setting test rows aside. */
    PREPARE,
    /** Training. */
    TRAIN,
    /** Applying the model to the test rows. */
    PREDICT,
    /** Describing the model, and comparing predictions with the actual values. */
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
      return new Outcome(input.task(), loaded.count(), output, phases, pipeline);
    }
  }

  private static Map<String, Double> phases(PhaseClock<Phase> clock) {
    Map<String, Double> phases = new LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      clock.seconds(phase).ifPresent(seconds -> phases.put(phase.wireName(), seconds));
    }
    return phases;
  }

  /** The time of a phase; null if the task does not have it. */
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
