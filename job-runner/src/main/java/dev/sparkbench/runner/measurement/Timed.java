// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The wall time of a computation, from submitting it to Spark until its result is in the driver.
 *
 * @param seconds in whole microseconds: more digits would only be the clock's noise; never 0
 * @param result what it computed
 */
record Timed<T>(double seconds, T result) {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  /** Does a computation and times it. */
  static <T> Timed<T> of(Supplier<T> computation, LongSupplier nanoClock) {
    long start = nanoClock.getAsLong();
    T result = computation.get();
    return new Timed<>(seconds(nanoClock.getAsLong() - start), result);
  }

  /** Nanoseconds in seconds, as all documents have them. */
  static double seconds(long nanos) {
    return Math.max(1, Math.round(nanos / NANOS_PER_MICRO)) / MICROS_PER_SECOND;
  }
}
