package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.contract.Phases;

/** What goes on outside the measured window; the names are those of {@link Phases}. */
public enum RunPhase {
  /** Finding the dataset in the store. */
  CHECK,
  /** Starting Spark, until all executors are registered. */
  SESSION,
  /** Reading or inferring the schema. */
  SCHEMA,
  /** Bringing the dataset into the executors' memory. */
  CACHE,
  /** Iterations that do not count. */
  WARMUPS,
  /** Writing the output. */
  UPLOAD;

  /** The seconds so far; 0 for a phase not reached. */
  public static Phases of(PhaseClock<RunPhase> clock) {
    return new Phases(
        CHECK.on(clock),
        SESSION.on(clock),
        SCHEMA.on(clock),
        CACHE.on(clock),
        WARMUPS.on(clock),
        UPLOAD.on(clock));
  }

  private double on(PhaseClock<RunPhase> clock) {
    return clock.seconds(this).orElse(0);
  }
}
