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
final class ObservedPodBuilder {

  private final String name;
  private final int start;
  private final Phase phase;
  private boolean active;
  private Ownership ownership = Ownership.OURS;
  private Optional<Instant> goneBy = Optional.empty();
  private Optional<Instant> endsBy = Optional.empty();
  private Optional<Termination> termination = Optional.empty();
  private Optional<Instant> created = Optional.empty();
  private Optional<Instant> started;
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<FailedInit> failedInit = Optional.empty();
  private Optional<Disruption> disruption = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private String message = "";

  ObservedPodBuilder(String name, int start, Phase phase) {
    this.name = name;
    this.start = start;
    this.phase = phase;
    active = phase != Phase.SUCCEEDED && phase != Phase.FAILED;
    started = phase == Phase.PENDING ? Optional.empty() : Optional.of(Instant.EPOCH);
  }

  /** Begins with an observed pod. */
  ObservedPodBuilder(ObservedPod pod) {
    this(pod.name(), pod.start(), pod.phase());
    active = pod.active();
    ownership = pod.ownership();
    goneBy = pod.goneBy();
    endsBy = pod.endsBy();
    termination = pod.termination();
    created = pod.created();
    started = pod.started();
    waiting = pod.waiting();
    failedInit = pod.failedInit();
    disruption = pod.disruption();
    reason = pod.reason();
    message = pod.message();
  }

  ObservedPodBuilder ownedBy(Ownership owner) {
    ownership = owner;
    return this;
  }

  ObservedPodBuilder goneBy(Instant due) {
    goneBy = Optional.of(due);
    return this;
  }

  ObservedPodBuilder inactive() {
    active = false;
    return this;
  }

  ObservedPodBuilder endsBy(Instant due) {
    endsBy = Optional.of(due);
    return this;
  }

  ObservedPodBuilder terminated(int exitCode, String why, String words) {
    termination = Optional.of(new Termination(exitCode, why, words));
    return this;
  }

  ObservedPodBuilder waiting(String why, String words) {
    waiting = Optional.of(new Waiting("", why, words));
    return this;
  }

  ObservedPodBuilder created(Instant time) {
    created = Optional.of(time);
    return this;
  }

  /** The driver runs, in any phase. */
  ObservedPodBuilder started(Instant time) {
    started = Optional.of(time);
    waiting = Optional.empty();
    return this;
  }

  ObservedPodBuilder neverStarted() {
    started = Optional.empty();
    return this;
  }

  ObservedPodBuilder failedInit(String container, int exitCode, String words) {
    failedInit = Optional.of(new FailedInit(container, new Termination(exitCode, "Error", words)));
    return this;
  }

  ObservedPodBuilder disrupted(String why, String words) {
    disruption = Optional.of(new Disruption(why, words));
    return this;
  }

  ObservedPodBuilder failedAs(String why, String words) {
    reason = Optional.of(why);
    message = words;
    return this;
  }

  ObservedPod build() {
    return new ObservedPod(
        name,
        "uid-of-" + name,
        ownership,
        phase,
        active,
        start,
        created,
        started,
        goneBy,
        endsBy,
        termination,
        waiting,
        failedInit,
        disruption,
        reason,
        message);
  }
}
