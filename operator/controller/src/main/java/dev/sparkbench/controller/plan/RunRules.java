// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.Expire;
import dev.sparkbench.controller.plan.Step.Finish;
import dev.sparkbench.controller.plan.Step.Launch;
import dev.sparkbench.controller.spec.Benchmark;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Starts the runs that are still missing. These rules apply only when no pod is at work. */
final class RunRules {

  /**
   * The end of another resource's preparation does not trigger a reconciliation of this one, so it
   * is checked again; this needs no request.
   */
  private static final Duration RECHECK = Duration.ofSeconds(2);

  private RunRules() {}

  static Optional<Step> awaitBackoff(Observation o) {
    return o.current()
        .filter(current -> current.state() == State.Backoff)
        .map(current -> Instant.parse(current.retryTime()))
        .filter(o.now()::isBefore)
        .map(due -> new Await(Optional.of(due), Optional.empty()));
  }

  static Optional<Step> retry(Observation o) {
    return o.current()
        .flatMap(
            failed ->
                launch(
                    o,
                    failed.next(
                        name(
                            o,
                            failed.purpose(),
                            failed.variant(),
                            failed.nodes(),
                            failed.trial(),
                            failed.attempt() + 1),
                        o.now().toString())));
  }

  /** Prepares data before the first run, with the largest number of executors. */
  static Optional<Step> prepare(Observation o) {
    String data = o.status().toPrepare();
    if (data == null || nextRun(o).isEmpty()) {
      return Optional.empty();
    }
    return o.preparer().isPresent()
        ? o.preparer().map(other -> awaitPreparer(o, data, other))
        : o.benchmark()
            .flatMap(
                benchmark -> launchFirst(o, Purpose.Prepare, null, mostNodes(benchmark), null));
  }

  /** As many executors as there ever are. */
  private static int mostNodes(Benchmark benchmark) {
    return benchmark.cells().stream().mapToInt(Benchmark.Cell::nodes).max().orElseThrow();
  }

  /** If two benchmarks created the same data at once, they could delete each other's objects. */
  private static Step awaitPreparer(Observation o, String data, String other) {
    return new Await(
        Optional.of(o.now().plus(RECHECK)),
        Optional.of("waits until %s has prepared %s".formatted(other, data)));
  }

  static Optional<Step> launchNextRun(Observation o) {
    return nextRun(o)
        .flatMap(run -> launchFirst(o, Purpose.Run, run.variant(), run.nodes(), run.trial()));
  }

  private static Optional<Schedule.Run> nextRun(Observation o) {
    return o.ended()
        ? Optional.empty()
        : o.benchmark().flatMap(benchmark -> schedule(o, benchmark).next(o.status().runs()));
  }

  private static Schedule schedule(Observation o, Benchmark benchmark) {
    long seed = Objects.requireNonNullElse(o.status().orderSeed(), 0L);
    return Schedule.of(
        benchmark.cells(), benchmark.measurement().trials(), benchmark.measurement().order(), seed);
  }

  static Optional<Step> report(Observation o) {
    return o.ended() || o.runs(RunStatus.State.Succeeded).isEmpty()
        ? Optional.empty()
        : launchFirst(o, Purpose.Report, null, null, null);
  }

  static Optional<Step> finish(Observation o) {
    return o.ended() || o.benchmark().isEmpty() ? Optional.empty() : Optional.of(new Finish());
  }

  static Optional<Step> expire(Observation o) {
    return o.ttl()
        .filter(ttl -> o.ended())
        .map(ttl -> Instant.parse(o.status().completionTime()).plus(ttl))
        .map(
            due ->
                o.now().isBefore(due)
                    ? new Await(Optional.of(due), Optional.empty())
                    : new Expire());
  }

  /** Whether the next pod, when nothing is in the way, is that of a run or a preparation. */
  static boolean runFollows(Observation o) {
    return retry(o)
        .or(() -> prepare(o))
        .or(() -> launchNextRun(o))
        .filter(step -> step instanceof Launch launch && makesExecutors(launch.pod().purpose()))
        .isPresent();
  }

  private static boolean makesExecutors(Purpose purpose) {
    return switch (purpose) {
      case Prepare, Run -> true;
      case Report -> false;
    };
  }

  private static Optional<Step> launchFirst(
      Observation o, Purpose purpose, String variant, Integer nodes, Integer trial) {
    return launch(
        o,
        CurrentPod.first(
            purpose,
            variant,
            nodes,
            trial,
            name(o, purpose, variant, nodes, trial, 1),
            o.now().toString()));
  }

  private static Optional<Step> launch(Observation o, CurrentPod pod) {
    return o.benchmark().map(benchmark -> new Launch(benchmark, pod));
  }

  private static String name(
      Observation o, Purpose purpose, String variant, Integer nodes, Integer trial, int attempt) {
    return PodNames.of(
        o.name(),
        o.status().timesStarted(),
        purpose,
        variant == null ? null : o.benchmark().orElseThrow().indexOf(variant),
        nodes,
        trial,
        attempt);
  }
}
