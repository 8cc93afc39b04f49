// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.plan.ObservedExecutor.Deletion;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.RemoveExecutors;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What executors ask for that have lost their driver: they would disturb the next run. */
final class ExecutorRules {

  /** Executors usually end within a second or two. Nobody needs to hear of that. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private ExecutorRules() {}

  /**
   * A driver that ends well deletes its executors. One that died cannot, and while its pod is kept,
   * garbage collection does not delete them either.
   */
  static Optional<Step> removeAbandonedExecutors(Observation o) {
    Optional<String> atWork = o.atWork().map(CurrentPod::pod);
    List<String> drivers =
        o.executors().stream()
            .filter(executor -> executor.deletion().isEmpty())
            .map(ObservedExecutor::driver)
            .filter(driver -> !atWork.equals(Optional.of(driver)))
            .distinct()
            .sorted()
            .toList();
    return drivers.isEmpty() ? Optional.empty() : Optional.of(new RemoveExecutors(drivers));
  }

  /** A report measures nothing, so it need not wait. */
  static Optional<Step> awaitEndOfExecutors(Observation o) {
    if (!RunRules.runFollows(o)) {
      return Optional.empty();
    }
    List<Deletion> deletions =
        o.executors().stream()
            .flatMap(executor -> executor.deletion().stream())
            .filter(deletion -> o.now().isBefore(deletion.patience()))
            .toList();
    if (deletions.isEmpty()) {
      return Optional.empty();
    }
    Instant limit =
        deletions.stream().map(Deletion::patience).max(Comparator.naturalOrder()).orElseThrow();
    Instant quiet =
        deletions.stream()
            .map(deletion -> deletion.requested().plus(QUIET))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return Optional.of(
        o.now().isBefore(quiet)
            ? new Await(Optional.of(quiet), Optional.empty())
            : new Await(
                Optional.of(limit),
                Optional.of(
                    "executors of an earlier run are still ending; the next run waits for them until %s at most"
                        .formatted(limit))));
  }
}
