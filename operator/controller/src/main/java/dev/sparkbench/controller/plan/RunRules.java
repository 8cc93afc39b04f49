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

  private static final int FIRST_ATTEMPT = 1;

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
                launch(o, failed.purpose(), failed.nodes(), failed.trial(), failed.attempt() + 1));
  }

  static Optional<Step> launchNextRun(Observation o) {
    if (o.ended()) {
      return Optional.empty();
    }
    return SpecRules.benchmark(o)
        .flatMap(benchmark -> schedule(o, benchmark).next(o.status().runs()))
        .flatMap(run -> launch(o, Purpose.Run, run.nodes(), run.trial(), FIRST_ATTEMPT));
  }

  private static Schedule schedule(Observation o, Benchmark benchmark) {
    long seed = Objects.requireNonNullElse(o.status().orderSeed(), 0L);
    return Schedule.of(benchmark.nodeList(), benchmark.trials(), benchmark.order(), seed);
  }

  static Optional<Step> report(Observation o) {
    return o.ended() || o.runs(RunStatus.State.Succeeded).isEmpty()
        ? Optional.empty()
        : launch(o, Purpose.Report, null, null, FIRST_ATTEMPT);
  }

  static Optional<Step> finish(Observation o) {
    return o.ended() || SpecRules.benchmark(o).isEmpty()
        ? Optional.empty()
        : Optional.of(new Finish());
  }

  static Optional<Step> expire(Observation o) {
    return SpecRules.benchmark(o)
        .filter(benchmark -> o.ended())
        .flatMap(Benchmark::ttl)
        .map(ttl -> Instant.parse(o.status().completionTime()).plus(ttl))
        .map(
            due ->
                o.now().isBefore(due)
                    ? new Await(Optional.of(due), Optional.empty())
                    : new Expire());
  }

  private static Optional<Step> launch(
      Observation o, Purpose purpose, Integer nodes, Integer trial, int attempt) {
    return SpecRules.benchmark(o)
        .map(
            benchmark ->
                new Launch(
                    benchmark,
                    new CurrentPod(
                        purpose,
                        nodes,
                        trial,
                        attempt,
                        PodNames.of(
                            o.name(), o.status().timesStarted(), purpose, nodes, trial, attempt),
                        State.Starting,
                        o.now().toString(),
                        null)));
  }
}
