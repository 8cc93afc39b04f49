package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.measurement.Timed;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The wall time of each phase of a task. */
final class Stopwatch {

  /** The phases, in their order. */
  enum Phase {
    /** Reading the columns from the store. */
    LOAD,
    /** Making feature vectors, or whatever the algorithm takes, and setting test rows apart. */
    PREPARE,
    /** Training. */
    TRAIN,
    /** Applying the model to the test rows. */
    PREDICT,
    /** Looking at the model, and comparing predictions with what is true. */
    EVALUATE
  }

  private final LongSupplier nanoClock;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

  Stopwatch(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  <T> T time(Phase phase, Supplier<T> step) {
    long start = nanoClock.getAsLong();
    T result = step.get();
    nanos.merge(phase, nanoClock.getAsLong() - start, Long::sum);
    return result;
  }

  /** Seconds by phase; null for one that the task does not have. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Phase phase : Phase.values()) {
      Double seconds = nanos.containsKey(phase) ? Timed.seconds(nanos.get(phase)) : null;
      json.put(phase.name().toLowerCase(Locale.ROOT), seconds);
    }
    return json;
  }
}
