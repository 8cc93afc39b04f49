// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node count that was measured, and what its replays say.
 *
 * @param nodes executor pods
 * @param seconds the measured time
 * @param tasks how many tasks a pass had
 * @param replayed the replayed times by node count
 * @param unusable why they are not to be believed; empty if they are
 */
public record ReplayedCount(
    int nodes,
    double seconds,
    long tasks,
    Map<Integer, TimeRange> replayed,
    Optional<String> unusable) {

  /** A replay on the slots of the measurement may be off by so much. */
  static final double MOST_OWN_ERROR = 0.05;

  private static final double PERCENT = 100;

  /** Copies the times. What does not reproduce its own measured time is not usable. */
  public ReplayedCount {
    replayed = new TreeMap<>(replayed);
    if (unusable.isEmpty()) {
      unusable = off(replayed.get(nodes), seconds);
    }
  }

  private static Optional<String> off(TimeRange own, double seconds) {
    if (own == null) {
      return Optional.of("it was not replayed");
    }
    double error = own.error(seconds);
    return Math.abs(error) <= MOST_OWN_ERROR
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "its tasks and the driver's gaps do not give its own time: replayed on as many slots it is off by %+.0f %%",
                error * PERCENT));
  }

  boolean isUsable() {
    return unusable.isEmpty();
  }

  /** How far its own replay is off, as a share. */
  double ownError() {
    return Math.abs(replayed.get(nodes).error(seconds));
  }
}
