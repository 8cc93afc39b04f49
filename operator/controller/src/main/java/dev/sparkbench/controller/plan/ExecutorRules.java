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

/** Handles executors that have lost their driver, because they would disturb the next run. */
final class ExecutorRules {

  /**
   * Executors usually end within a second or two. During this time, the status does not mention
   * them.
   */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private ExecutorRules() {}

  /**
   * A driver that ends normally deletes its executors. A driver that crashed cannot, and garbage
   * collection does not delete them while its pod is kept.
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

  /** Only a run waits for the end of executors. A report measures nothing. */
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
