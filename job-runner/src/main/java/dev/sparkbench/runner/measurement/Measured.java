// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A computation that was timed and watched.
 *
 * @param watched its duration, and what Spark did meanwhile
 * @param result its result
 */
record Measured<T>(Watched watched, T result) {

  /** Runs a computation. */
  static <T> Measured<T> of(
      TaskRecorder recorder, Supplier<T> computation, LongSupplier nanoClock) {
    long[] start = new long[1];
    Timed<T> timed =
        recorder.record(
            () -> {
              start[0] = System.currentTimeMillis();
              return Timed.of(computation, nanoClock);
            });
    Trace trace = recorder.trace(start[0], System.currentTimeMillis());
    return new Measured<>(new Watched(timed.seconds(), trace), timed.result());
  }
}
