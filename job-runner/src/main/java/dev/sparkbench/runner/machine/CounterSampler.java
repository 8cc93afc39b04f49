// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads a JVM's counters periodically, in a thread of its own, and reports when one has grown.
 * Reading takes a few microseconds, so it does not disturb the tasks that are measured.
 */
final class CounterSampler implements AutoCloseable {

  /** The time between two readings. */
  static final long PERIOD_MILLIS = 200;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String executor;
  private final Supplier<Counters> source;
  private final Consumer<Sample> sink;
  private final LongSupplier nanoClock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "sparkbench-counters");
            daemon.setDaemon(true);
            return daemon;
          });

  private Counters last;
  private long lastNanos;

  CounterSampler(
      String executor, Supplier<Counters> source, Consumer<Sample> sink, LongSupplier nanoClock) {
    this.executor = executor;
    this.source = source;
    this.sink = sink;
    this.nanoClock = nanoClock;
  }

  /** Starts; the first reading follows at once. */
  void start() {
    thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads once. */
  synchronized void look() {
    Counters now = source.get();
    long nanos = nanoClock.getAsLong();
    if (!now.equals(last)) {
      sink.accept(
          new Sample(executor, now, last == null ? 0 : (nanos - lastNanos) / NANOS_PER_MILLI));
    }
    last = now;
    lastNanos = nanos;
  }

  /** Ends, after a last reading. */
  @Override
  public void close() {
    thread.shutdown();
    look();
  }
}
