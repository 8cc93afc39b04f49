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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What the runs still to be made ask for. They are asked only when no pod is at work. */
final class RunRules {

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
                            failed.nodes(),
                            failed.trial(),
                            failed.attempt() + 1),
                        o.now().toString())));
  }

  static Optional<Step> launchNextRun(Observation o) {
    if (o.ended()) {
      return Optional.empty();
    }
    return o.benchmark()
        .flatMap(benchmark -> schedule(o, benchmark).next(o.status().runs()))
        .flatMap(run -> launchFirst(o, Purpose.Run, run.nodes(), run.trial()));
  }

  private static Schedule schedule(Observation o, Benchmark benchmark) {
    long seed = Objects.requireNonNullElse(o.status().orderSeed(), 0L);
    return Schedule.of(benchmark.nodeList(), benchmark.trials(), benchmark.order(), seed);
  }

  static Optional<Step> report(Observation o) {
    return o.ended() || o.runs(RunStatus.State.Succeeded).isEmpty()
        ? Optional.empty()
        : launchFirst(o, Purpose.Report, null, null);
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

  /** Whether, once nothing is in the way, a run is launched next. */
  static boolean runFollows(Observation o) {
    return retry(o)
        .or(() -> launchNextRun(o))
        .filter(step -> step instanceof Launch launch && launch.pod().purpose() == Purpose.Run)
        .isPresent();
  }

  private static Optional<Step> launchFirst(
      Observation o, Purpose purpose, Integer nodes, Integer trial) {
    return launch(
        o,
        CurrentPod.first(
            purpose, nodes, trial, name(o, purpose, nodes, trial, 1), o.now().toString()));
  }

  private static Optional<Step> launch(Observation o, CurrentPod pod) {
    return o.benchmark().map(benchmark -> new Launch(benchmark, pod));
  }

  private static String name(
      Observation o, Purpose purpose, Integer nodes, Integer trial, int attempt) {
    return PodNames.of(o.name(), o.status().timesStarted(), purpose, nodes, trial, attempt);
  }
}
