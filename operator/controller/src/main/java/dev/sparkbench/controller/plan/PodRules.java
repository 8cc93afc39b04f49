package dev.sparkbench.controller.plan;

import static dev.sparkbench.api.contract.FailureReason.CONTAINER_CONFIG_FAILED;
import static dev.sparkbench.api.contract.FailureReason.FOREIGN_POD;
import static dev.sparkbench.api.contract.FailureReason.IMAGE_PULL_FAILED;
import static dev.sparkbench.api.contract.FailureReason.POD_DELETED;
import static dev.sparkbench.api.contract.FailureReason.RUN_TIMEOUT;
import static dev.sparkbench.api.contract.FailureReason.START_TIMEOUT;
import static dev.sparkbench.api.contract.FailureReason.UNSCHEDULABLE;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.PodRetention;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.ConfirmPod;
import dev.sparkbench.controller.plan.Step.Launch;
import dev.sparkbench.controller.plan.Step.RecordReport;
import dev.sparkbench.controller.plan.Step.RecordRun;
import dev.sparkbench.controller.plan.Step.RemovePods;
import dev.sparkbench.controller.spec.Benchmark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the pods ask for. */
final class PodRules {

  /** The kubelet enforces the run's deadline; the operator steps in when the kubelet does not. */
  static final Duration DEADLINE_SLACK = Duration.ofSeconds(30);

  /** Writing a few small documents takes seconds. */
  static final Duration REPORT_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration RECHECK = Duration.ofSeconds(2);

  private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");

  private PodRules() {}

  static Optional<Step> recordEndedPod(Observation o) {
    return atWork(o)
        .flatMap(
            current -> {
              Optional<ObservedPod> pod = o.currentPod();
              if (pod.isEmpty()) {
                return current.state() == State.Running
                    ? Optional.of(
                        Attempts.failed(
                            o,
                            new Failure(
                                POD_DELETED, "pod %s was deleted".formatted(current.pod()))))
                    : Optional.empty();
              }
              return pod.filter(PodRules::ours)
                  .flatMap(
                      p -> PodOutcome.of(p, current, SpecRules.benchmark(o).orElseThrow(), o.now()))
                  .map(outcome -> record(o, outcome));
            });
  }

  private static Step record(Observation o, PodOutcome outcome) {
    if (outcome instanceof PodOutcome.Measured measured) {
      return new RecordRun(measured.report());
    } else if (outcome instanceof PodOutcome.Reported reported) {
      return new RecordReport(reported.result());
    }
    return Attempts.failed(o, ((PodOutcome.Failed) outcome).failure());
  }

  static Optional<Step> removeUnwantedPods(Observation o) {
    Optional<String> wanted = atWork(o).map(CurrentPod::pod);
    List<ObservedPod> others =
        o.pods().stream()
            .filter(PodRules::ours)
            .filter(pod -> !wanted.equals(Optional.of(pod.name())))
            .filter(pod -> !pod.lost(o.now()))
            .toList();
    List<String> names =
        others.stream()
            .filter(pod -> !pod.deleting())
            .filter(pod -> !kept(o, pod) || pod.active() && pod.endsBy().isEmpty())
            .map(ObservedPod::name)
            .sorted()
            .toList();
    if (!names.isEmpty()) {
      return Optional.of(new RemovePods(names));
    }
    List<ObservedPod> ending = others.stream().filter(ObservedPod::active).toList();
    return ending.stream()
        .map(pod -> pod.patience().orElseThrow())
        .min(Instant::compareTo)
        .map(
            until ->
                new Await(
                    Optional.of(until),
                    ending.stream().anyMatch(ObservedPod::deleting)
                        ? Optional.of("an earlier pod is being deleted")
                        : Optional.empty()));
  }

  private static boolean kept(Observation o, ObservedPod pod) {
    if (pod.start() != o.status().timesStarted()) {
      return false;
    }
    PodRetention retention =
        SpecRules.benchmark(o).map(Benchmark::podRetention).orElse(PodRetention.Always);
    return retention == PodRetention.Always || retention == PodRetention.OnFailure && pod.failed();
  }

  static Optional<Step> failOverduePod(Observation o) {
    return atWork(o)
        .flatMap(
            current -> {
              Benchmark benchmark = SpecRules.benchmark(o).orElseThrow();
              Optional<ObservedPod> pod = o.currentPod().filter(PodRules::ours);
              boolean started = pod.filter(p -> p.phase() == Phase.RUNNING).isPresent();
              boolean hopeless =
                  pod.flatMap(ObservedPod::waiting)
                      .filter(w -> w.reason().equals("InvalidImageName"))
                      .isPresent();
              boolean late = !o.now().isBefore(startDeadline(current, benchmark));
              if (!started && (late || hopeless) && !foreign(o)) {
                return Optional.of(Attempts.failed(o, notStarted(current, pod, benchmark)));
              }
              if (started && !o.now().isBefore(endDeadline(current, benchmark))) {
                return Optional.of(
                    Attempts.failed(
                        o,
                        new Failure(
                            RUN_TIMEOUT,
                            "pod %s ran longer than timeouts.runSeconds allows"
                                .formatted(current.pod()))));
              }
              return Optional.empty();
            });
  }

  private static Failure notStarted(
      CurrentPod current, Optional<ObservedPod> pod, Benchmark benchmark) {
    Optional<Waiting> waiting = pod.flatMap(ObservedPod::waiting);
    FailureReason reason =
        switch (waiting.map(Waiting::reason).orElse("")) {
          case "ErrImagePull",
              "ImagePullBackOff",
              "InvalidImageName",
              "ErrImageNeverPull",
              "ImageInspectError",
              "RegistryUnavailable" ->
              IMAGE_PULL_FAILED;
          case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
              CONTAINER_CONFIG_FAILED;
          case "Unschedulable" -> UNSCHEDULABLE;
          default -> START_TIMEOUT;
        };
    return new Failure(
        reason,
        "pod %s did not start within %d s%s"
            .formatted(
                current.pod(),
                benchmark.startTimeout().toSeconds(),
                waiting.map(w -> ": " + w).orElse("")));
  }

  static Optional<Step> awaitForeignPod(Observation o) {
    if (atWork(o).isEmpty() || !foreign(o)) {
      return Optional.empty();
    }
    ObservedPod pod = o.currentPod().orElseThrow();
    boolean willGo = pod.deleting() || pod.ownership() == Ownership.PREDECESSORS;
    Instant deadline =
        startDeadline(o.current().orElseThrow(), SpecRules.benchmark(o).orElseThrow());
    if (willGo && o.now().isBefore(deadline)) {
      return Optional.of(
          new Await(
              Optional.of(o.now().plus(RECHECK)),
              Optional.of("pod %s of an earlier resource is being deleted".formatted(pod.name()))));
    }
    return Optional.of(
        Attempts.failed(
            o,
            new Failure(
                FOREIGN_POD,
                "pod %s exists and does not belong to this resource; delete the pod, or give the resource another name"
                    .formatted(pod.name()))));
  }

  static Optional<Step> createMissingPod(Observation o) {
    return atWork(o)
        .filter(current -> o.currentPod().isEmpty())
        .map(current -> new Launch(SpecRules.benchmark(o).orElseThrow(), current));
  }

  static Optional<Step> confirmNewPod(Observation o) {
    return atWork(o)
        .filter(current -> current.state() == State.Starting)
        .map(c -> new ConfirmPod());
  }

  static Optional<Step> awaitPod(Observation o) {
    return atWork(o)
        .map(
            current -> {
              Benchmark benchmark = SpecRules.benchmark(o).orElseThrow();
              ObservedPod pod = o.currentPod().orElseThrow();
              Optional<Instant> until =
                  pod.patience()
                      .or(
                          () ->
                              Optional.of(
                                  pod.phase() == Phase.RUNNING
                                      ? endDeadline(current, benchmark)
                                      : startDeadline(current, benchmark)));
              return new Await(
                  until,
                  pod.waiting()
                      .filter(waiting -> !ON_THE_WAY.contains(waiting.reason()))
                      .map(waiting -> "pod %s waits: %s".formatted(pod.name(), waiting)));
            });
  }

  /** The pod that the benchmark waits for, if there is one. */
  static Optional<CurrentPod> atWork(Observation o) {
    return SpecRules.benchmark(o)
        .flatMap(b -> o.current())
        .filter(current -> current.state() != State.Backoff);
  }

  private static boolean ours(ObservedPod pod) {
    return pod.ownership() == Ownership.OURS;
  }

  private static boolean foreign(Observation o) {
    return o.currentPod().filter(pod -> !ours(pod)).isPresent();
  }

  private static Instant startDeadline(CurrentPod current, Benchmark benchmark) {
    return Instant.parse(current.startTime()).plus(benchmark.startTimeout());
  }

  private static Instant endDeadline(CurrentPod current, Benchmark benchmark) {
    Duration limit = current.purpose() == Purpose.Report ? REPORT_TIMEOUT : benchmark.runTimeout();
    return Instant.parse(current.startTime()).plus(limit).plus(DEADLINE_SLACK);
  }
}
