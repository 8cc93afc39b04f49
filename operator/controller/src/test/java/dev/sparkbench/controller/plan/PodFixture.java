// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.controller.plan.ObservedPod.Disruption;
import dev.sparkbench.controller.plan.ObservedPod.FailedInit;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import java.time.Instant;
import java.util.Optional;

/** Builds observed pods. By default, a pod belongs to the resource, and only its phase is known. */
final class PodFixture {

  private final ObservedPodBuilder pod;

  PodFixture(String name, int start, Phase phase) {
    pod =
        ObservedPodBuilder.builder()
            .name(name)
            .uid("uid-of-" + name)
            .ownership(Ownership.OURS)
            .phase(phase)
            .active(phase != Phase.SUCCEEDED && phase != Phase.FAILED)
            .start(start)
            .created(Optional.empty())
            .started(phase == Phase.PENDING ? Optional.empty() : Optional.of(Instant.EPOCH))
            .goneBy(Optional.empty())
            .endsBy(Optional.empty())
            .termination(Optional.empty())
            .waiting(Optional.empty())
            .failedInit(Optional.empty())
            .disruption(Optional.empty())
            .reason(Optional.empty())
            .message("")
            .builder();
  }

  /** Begins with an observed pod. */
  PodFixture(ObservedPod from) {
    pod = ObservedPodBuilder.builder(from);
  }

  PodFixture ownedBy(Ownership owner) {
    pod.ownership(owner);
    return this;
  }

  PodFixture goneBy(Instant due) {
    pod.goneBy(Optional.of(due));
    return this;
  }

  PodFixture inactive() {
    pod.active(false);
    return this;
  }

  PodFixture endsBy(Instant due) {
    pod.endsBy(Optional.of(due));
    return this;
  }

  PodFixture terminated(int exitCode, String why, String words) {
    pod.termination(Optional.of(new Termination(exitCode, why, words)));
    return this;
  }

  PodFixture waiting(String why, String words) {
    pod.waiting(Optional.of(new Waiting("", why, words)));
    return this;
  }

  PodFixture created(Instant time) {
    pod.created(Optional.of(time));
    return this;
  }

  /** The driver runs, in any phase. */
  PodFixture started(Instant time) {
    pod.started(Optional.of(time)).waiting(Optional.empty());
    return this;
  }

  PodFixture neverStarted() {
    pod.started(Optional.empty());
    return this;
  }

  PodFixture failedInit(String container, int exitCode, String words) {
    pod.failedInit(
        Optional.of(new FailedInit(container, new Termination(exitCode, "Error", words))));
    return this;
  }

  PodFixture disrupted(String why, String words) {
    pod.disruption(Optional.of(new Disruption(why, words)));
    return this;
  }

  PodFixture failedAs(String why, String words) {
    pod.reason(Optional.of(why)).message(words);
    return this;
  }

  ObservedPod build() {
    return pod.build();
  }
}
