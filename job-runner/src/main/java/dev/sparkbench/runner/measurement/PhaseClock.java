package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.contract.Phases;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Adds up what goes on outside the measured window, in failure too. */
public final class PhaseClock {

  /** What goes on; the names are those of {@link Phases}. */
  public enum Phase {
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
    UPLOAD
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final LongSupplier nanoClock;

  /** Makes a clock on which nothing has happened yet. */
  public PhaseClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Does something and counts its time, whatever comes of it. */
  public <T> T time(Phase phase, Supplier<T> step) {
    long start = nanoClock.getAsLong();
    try {
      return step.get();
    } finally {
      nanos.merge(phase, nanoClock.getAsLong() - start, Long::sum);
    }
  }

  /** The seconds so far; 0 for a phase not reached. */
  public Phases phases() {
    return new Phases(
        seconds(Phase.CHECK),
        seconds(Phase.SESSION),
        seconds(Phase.SCHEMA),
        seconds(Phase.CACHE),
        seconds(Phase.WARMUPS),
        seconds(Phase.UPLOAD));
  }

  private double seconds(Phase phase) {
    return nanos.containsKey(phase) ? Timed.seconds(nanos.get(phase)) : 0;
  }
}
