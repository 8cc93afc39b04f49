// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.PodRetention;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.EndPods;
import dev.sparkbench.controller.plan.Step.RemovePods;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides which pods that are not at work are kept for their logs, and which are removed. */
final class Retention {

  private Retention() {}

  /**
   * If a pod must be kept and something in it still runs, it is ended instead of deleted, so that
   * it does not disturb the next run and its log stays.
   */
  static Optional<Step> removeUnwantedPods(Observation o) {
    Optional<String> wanted = o.atWork().map(CurrentPod::pod);
    List<ObservedPod> others =
        o.pods().stream()
            .filter(ObservedPod::ours)
            .filter(pod -> !wanted.equals(Optional.of(pod.name())))
            .filter(pod -> !pod.lost(o.now()))
            .toList();
    List<String> remove = names(others, pod -> !pod.deleting() && !kept(o, pod));
    if (!remove.isEmpty()) {
      return Optional.of(new RemovePods(remove));
    }
    List<String> end =
        names(others, pod -> !pod.deleting() && pod.active() && pod.endsBy().isEmpty());
    return end.isEmpty() ? awaitEnd(others) : Optional.of(new EndPods(end));
  }

  private static Optional<Step> awaitEnd(List<ObservedPod> others) {
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

  private static List<String> names(List<ObservedPod> pods, Predicate<ObservedPod> which) {
    return pods.stream().filter(which).map(ObservedPod::name).sorted().toList();
  }

  private static boolean kept(Observation o, ObservedPod pod) {
    if (!belongsToResults(o, pod)) {
      return false;
    }
    return switch (o.benchmark()
        .map(it -> it.lifeCycle().podRetention())
        .orElse(PodRetention.Always)) {
      case Always -> !pod.active() || pod.termination().isPresent() || givenUp(o, pod);
      case OnFailure ->
          pod.active() && pod.termination().isEmpty() ? givenUp(o, pod) : pod.failed();
      case Never -> false;
    };
  }

  /** Pods of an earlier spec are irrelevant for the results in the status. */
  private static boolean belongsToResults(Observation o, ObservedPod pod) {
    Integer first = o.status().firstStart();
    return first == null ? pod.start() == o.status().timesStarted() : pod.start() >= first;
  }

  /**
   * Whether a pod with a running driver belongs to a failed run: if the spec is valid and nothing
   * is paused, only such a pod is not at work.
   */
  private static boolean givenUp(Observation o, ObservedPod pod) {
    return o.benchmark().isPresent() && pod.started().isPresent() && !o.paused();
  }
}
