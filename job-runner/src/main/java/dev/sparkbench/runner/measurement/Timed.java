// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The wall time of a computation, from its submission to Spark until its result is in the driver.
 *
 * @param seconds in whole microseconds, because more digits would only be noise of the clock; never
 *     0
 * @param result its result
 */
record Timed<T>(double seconds, T result) {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  /** Runs a computation and times it. */
  static <T> Timed<T> of(Supplier<T> computation, LongSupplier nanoClock) {
    long start = nanoClock.getAsLong();
    T result = computation.get();
    return new Timed<>(seconds(nanoClock.getAsLong() - start), result);
  }

  /** Converts nanoseconds to seconds, in the form of all documents. */
  static double seconds(long nanos) {
    return Math.max(1, Math.round(nanos / NANOS_PER_MICRO)) / MICROS_PER_SECOND;
  }
}
