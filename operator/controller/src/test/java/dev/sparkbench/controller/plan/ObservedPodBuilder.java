package dev.sparkbench.controller.plan;

import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import java.time.Instant;
import java.util.Optional;

/** Makes pods as they are observed: the resource's own, of which nothing but the phase is known. */
final class ObservedPodBuilder {

  private final String name;
  private final int start;
  private final Phase phase;
  private boolean active;
  private Ownership ownership = Ownership.OURS;
  private Optional<Instant> goneBy = Optional.empty();
  private Optional<Instant> endsBy = Optional.empty();
  private Optional<Termination> termination = Optional.empty();
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private String message = "";

  ObservedPodBuilder(String name, int start, Phase phase) {
    this.name = name;
    this.start = start;
    this.phase = phase;
    active = phase != Phase.SUCCEEDED && phase != Phase.FAILED;
  }

  /** Begins with what is known of that pod. */
  ObservedPodBuilder(ObservedPod pod) {
    this(pod.name(), pod.start(), pod.phase());
    active = pod.active();
    ownership = pod.ownership();
    goneBy = pod.goneBy();
    endsBy = pod.endsBy();
    termination = pod.termination();
    waiting = pod.waiting();
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
    waiting = Optional.of(new Waiting(why, words));
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
        ownership,
        phase,
        active,
        start,
        goneBy,
        endsBy,
        termination,
        waiting,
        reason,
        message);
  }
}
