// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.metrics;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operator's metrics. None is labelled with a resource's name, so the number of time series
 * does not grow with the number of resources.
 */
public final class OperatorMetrics implements AutoCloseable {

  /** Runs that ended, by {@code outcome} and {@code reason}. */
  static final String RUNS = "sparkbench.runs";

  /** Preparations of data that ended, by {@code outcome} and {@code reason}. */
  static final String PREPARATIONS = "sparkbench.preparations";

  /** Seconds from a driver pod's start time in the status to its recorded end. */
  static final String RUN_TIME = "sparkbench.run";

  /** Benchmarks that ended, by {@code outcome}. */
  static final String BENCHMARKS = "sparkbench.benchmarks";

  /** Benchmarks that have not ended. */
  static final String ACTIVE = "sparkbench.benchmarks.active";

  /** Benchmarks that are left alone because another release has worked on them. */
  static final String LEFT_ALONE = "sparkbench.benchmarks.left.alone";

  /** Namespaces that should be watched and are not. */
  static final String UNWATCHED = "sparkbench.operator.namespaces.unwatched";

  /** 1 while this replica is the one that works. */
  static final String LEADER = "sparkbench.operator.leader";

  private static final String NO_REASON = "none";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Creates a registry with the metrics of the JVM. */
  public OperatorMetrics() {
    garbageCollection.bindTo(registry);
    Stream.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
    // Registered from the start, so that a rate does not miss the first event.
    countRun("succeeded", NO_REASON, 0);
    countPreparation("succeeded", NO_REASON, 0);
    countBenchmark("succeeded", 0);
    countBenchmark("failed", 0);
  }

  /** The metrics of the operator framework. */
  public Metrics ofReconciliations() {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /** Shows whether this replica works. */
  public void showLeader(Supplier<Boolean> leading) {
    Gauge.builder(LEADER, () -> leading.get() ? 1 : 0)
        .description("1 while this replica is the one that works.")
        .register(registry);
  }

  /** Shows how many namespaces are not watched. */
  public void showUnwatched(Supplier<Integer> count) {
    Gauge.builder(UNWATCHED, count::get)
        .description("Namespaces that should be watched and are not; /readyz says why.")
        .register(registry);
  }

  /** Shows how many of these resources have not ended; counted when metrics are read. */
  public void showActive(Supplier<Stream<SparkBenchmarkJob>> resources) {
    Gauge.builder(ACTIVE, () -> resources.get().filter(OperatorMetrics::isActive).count())
        .description("Benchmarks that have not ended.")
        .register(registry);
  }

  /** Shows how many resources are left alone; counted when metrics are read. */
  public void showLeftAlone(Supplier<Stream<SparkBenchmarkJob>> resources) {
    Gauge.builder(LEFT_ALONE, () -> resources.get().count())
        .description("Benchmarks that another release has worked on, and this one does not.")
        .register(registry);
  }

  /**
   * Counts the run or benchmark that a step ended.
   *
   * @param before the observation on which the step was decided
   * @param after the status that was written for it
   */
  public void record(Step step, Observation before, SparkBenchmarkJobStatus after) {
    switch (step.kind()) {
      case RECORD_RUN -> countRun(before, "succeeded", NO_REASON);
      case RETRY -> countRun(before, "retried", code(((Step.Retry) step).failure()));
      case GIVE_UP -> countRun(before, "failed", code(((Step.GiveUp) step).failure()));
      case RECORD_PREPARATION -> countPreparation("succeeded", NO_REASON, 1);
      default -> {} // ends no run
    }
    if (after.completionTime() != null && !before.ended()) {
      countBenchmark(after.phase() == Phase.Succeeded ? "succeeded" : "failed", 1);
    }
  }

  /** All metrics in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private static String code(Failure failure) {
    return failure.reason().code();
  }

  private void countRun(Observation before, String outcome, String reason) {
    if (isRun(before)) {
      countRun(outcome, reason, 1);
      time(before);
    } else if (isPreparation(before)) {
      countPreparation(outcome, reason, 1);
    }
  }

  private void countPreparation(String outcome, String reason, int by) {
    registry.counter(PREPARATIONS, Tags.of("outcome", outcome, "reason", reason)).increment(by);
  }

  private void countRun(String outcome, String reason, int by) {
    registry.counter(RUNS, Tags.of("outcome", outcome, "reason", reason)).increment(by);
  }

  private void countBenchmark(String outcome, int by) {
    registry.counter(BENCHMARKS, Tags.of("outcome", outcome)).increment(by);
  }

  private void time(Observation before) {
    before
        .current()
        .map(CurrentPod::startTime)
        .map(start -> Duration.between(Instant.parse(start), before.now()))
        .ifPresent(
            time ->
                Timer.builder(RUN_TIME)
                    .description("From the creation of a driver pod to its end.")
                    .register(registry)
                    .record(time));
  }

  private static boolean isRun(Observation before) {
    return before.current().filter(current -> current.purpose() == Purpose.Run).isPresent();
  }

  private static boolean isPreparation(Observation before) {
    return before.current().filter(current -> current.purpose() == Purpose.Prepare).isPresent();
  }

  private static boolean isActive(SparkBenchmarkJob job) {
    return job.getStatus() == null || job.getStatus().completionTime() == null;
  }
}
