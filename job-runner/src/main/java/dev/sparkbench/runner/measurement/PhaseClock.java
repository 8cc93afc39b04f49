package dev.sparkbench.runner.measurement;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Adds up the wall time of phases, in failure too. */
public final class PhaseClock<P extends Enum<P>> {

  private final Map<P, Long> nanos;
  private final LongSupplier nanoClock;

  /** Makes a clock on which nothing has happened yet. */
  public PhaseClock(Class<P> phases, LongSupplier nanoClock) {
    this.nanos = new EnumMap<>(phases);
    this.nanoClock = nanoClock;
  }

  /** Does something and counts its time, whatever comes of it. */
  public <T> T time(P phase, Supplier<T> step) {
    long start = nanoClock.getAsLong();
    try {
      return step.get();
    } finally {
      nanos.merge(phase, nanoClock.getAsLong() - start, Long::sum);
    }
  }

  /** Counts time that has passed already. */
  public void add(P phase, Duration time) {
    nanos.merge(phase, time.toNanos(), Long::sum);
  }

  /** The seconds so far; empty for a phase not reached. */
  public OptionalDouble seconds(P phase) {
    return nanos.containsKey(phase)
        ? OptionalDouble.of(Timed.seconds(nanos.get(phase)))
        : OptionalDouble.empty();
  }
}
