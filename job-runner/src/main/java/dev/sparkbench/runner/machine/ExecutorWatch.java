// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;

/**
 * What the driver knows about its executors in addition to what Spark reports: the machines that
 * they run on, and the values of their counters and of the driver's own over time. {@link
 * WatchPlugin} fills it.
 */
public final class ExecutorWatch {

  /** After this time, an executor's readings have arrived. */
  private static final Duration DELAY = Duration.ofMillis(2 * CounterSampler.PERIOD_MILLIS);

  // Spark creates the plugin and gives nobody access to it.
  private static final Map<SparkContext, ExecutorWatch> WATCHES = new WeakHashMap<>();

  private final Map<String, Machine> machines = new HashMap<>();
  private final Map<String, CounterSeries> jit = new HashMap<>();
  private final Map<String, CounterSeries> throttled = new HashMap<>();
  private final Map<String, CounterSeries> driverThrottled = new HashMap<>();
  private final Map<String, CounterSeries> requests = new HashMap<>();
  private final Map<String, CounterSeries> driverRequests = new HashMap<>();

  /** The watch of an application; an empty one if it runs without {@link WatchPlugin}. */
  public static ExecutorWatch of(SparkContext spark) {
    synchronized (WATCHES) {
      return WATCHES.computeIfAbsent(spark, application -> new ExecutorWatch());
    }
  }

  /** The machines of the current executors, in the order of the executors' numbers. */
  public synchronized List<Machine> machines() {
    List<Machine> sorted = new ArrayList<>(machines.values());
    sorted.sort(
        Comparator.comparingInt((Machine machine) -> machine.executor().length())
            .thenComparing(Machine::executor));
    return List.copyOf(sorted);
  }

  /**
   * Waits until the readings of executors up to now have arrived. Executors read their counters
   * periodically.
   */
  public void settle(Instant seen) {
    Duration rest = Duration.between(Instant.now(), seen.plus(DELAY));
    if (!rest.isNegative()) {
      try {
        Thread.sleep(rest.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for what executors saw", e);
      }
    }
  }

  /**
   * The seconds that executors' compilers worked between two times, summed over their compiler
   * threads; empty if no executor reports it. Times are milliseconds since 1970 by the driver's
   * clock.
   */
  public synchronized OptionalDouble jitSeconds(long start, long end) {
    return between(jit, start, end);
  }

  /**
   * The seconds for which CPU limits stopped threads of executors between two times, summed over
   * the processors of each; empty if no executor reports it. Times as in {@link #jitSeconds}.
   */
  public synchronized OptionalDouble throttledSeconds(long start, long end) {
    return between(throttled, start, end);
  }

  /** The same for the driver's threads and the driver's limit. */
  public synchronized OptionalDouble driverThrottledSeconds(long start, long end) {
    return between(driverThrottled, start, end);
  }

  /**
   * How often the object store asked executors for fewer requests between two times; empty if no
   * executor reports it. Times as in {@link #jitSeconds}.
   */
  public synchronized OptionalDouble throttledRequests(long start, long end) {
    return between(requests, start, end);
  }

  /**
   * How often it asked executors for fewer requests since they started; empty if no executor
   * reports it.
   */
  public synchronized OptionalLong throttledRequests() {
    return last(requests);
  }

  /** How often it asked the driver for fewer requests. */
  public synchronized OptionalLong driverThrottledRequests() {
    return last(driverRequests);
  }

  private static OptionalLong last(Map<String, CounterSeries> series) {
    return series.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of((long) series.values().stream().mapToDouble(CounterSeries::last).sum());
  }

  private static OptionalDouble between(Map<String, CounterSeries> series, long start, long end) {
    return series.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            series.values().stream().mapToDouble(one -> one.between(start, end)).sum());
  }

  /** Records what an executor runs on. */
  synchronized void arrived(Machine machine) {
    machines.put(machine.executor(), machine);
  }

  /**
   * Records the counters of an executor, with the time by the driver's clock, which also measures
   * iterations.
   */
  synchronized void counted(Sample sample, long nowMillis) {
    add(jit, sample, sample.counters().jitSec(), nowMillis);
    add(throttled, sample, sample.counters().throttledSec(), nowMillis);
    add(requests, sample, (double) sample.counters().throttledRequests(), nowMillis);
  }

  /** Records the driver's own counters. */
  synchronized void driverCounted(Sample sample, long nowMillis) {
    add(driverThrottled, sample, sample.counters().throttledSec(), nowMillis);
    add(driverRequests, sample, (double) sample.counters().throttledRequests(), nowMillis);
  }

  private static void add(
      Map<String, CounterSeries> series, Sample sample, Double value, long nowMillis) {
    if (value != null) {
      series
          .computeIfAbsent(sample.executor(), executor -> new CounterSeries())
          .add(nowMillis - sample.sinceMillis(), nowMillis, value);
    }
  }

  /**
   * Records the loss of an executor. Its counts stay, because they belong to the iterations until
   * then.
   */
  synchronized void gone(String executor) {
    machines.remove(executor);
  }
}
