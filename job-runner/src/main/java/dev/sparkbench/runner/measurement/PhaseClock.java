// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Adds up the wall time of phases, even if they fail. If a phase is inside another one, its time
 * counts only for the inner phase.
 */
public final class PhaseClock<P extends Enum<P>> {

  private final Map<P, Long> nanos;
  private final LongSupplier nanoClock;
  private long innerNanos;

  /** Creates a clock without any time. */
  public PhaseClock(Class<P> phases, LongSupplier nanoClock) {
    this.nanos = new EnumMap<>(phases);
    this.nanoClock = nanoClock;
  }

  /** Runs something and counts its time, even if it fails. */
  public <T> T time(P phase, Supplier<T> step) {
    long innerOfOthers = innerNanos;
    innerNanos = 0;
    long start = nanoClock.getAsLong();
    try {
      return step.get();
    } finally {
      long all = nanoClock.getAsLong() - start;
      nanos.merge(phase, all - innerNanos, Long::sum);
      innerNanos = innerOfOthers + all;
    }
  }

  /** Counts time that has already passed. */
  public void add(P phase, Duration time) {
    nanos.merge(phase, time.toNanos(), Long::sum);
  }

  /** The seconds so far; empty for a phase that was not reached. */
  public OptionalDouble seconds(P phase) {
    return nanos.containsKey(phase)
        ? OptionalDouble.of(Timed.seconds(nanos.get(phase)))
        : OptionalDouble.empty();
  }
}
