// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A measured node count and its replays.
 *
 * @param nodes executor pods
 * @param seconds the measured time
 * @param chance the share by which that time may differ by chance: half the width of its interval;
 *     0 if there is only one trial, which does not show it
 * @param tasks the number of tasks of a pass
 * @param replayed the replayed times by node count
 * @param ownError the error of replays on the slots of the measurement, as a share of the measured
 *     time: the largest of a trial
 * @param cached whether stages kept rows in memory
 * @param refused why it cannot be replayed, or was disturbed; empty if neither is so
 */
public record ReplayedCount(
    int nodes,
    double seconds,
    double chance,
    long tasks,
    Map<Integer, TimeRange> replayed,
    double ownError,
    boolean cached,
    Optional<String> refused) {

  /** The allowed error of a replay on the slots of the measurement. */
  static final double MOST_OWN_ERROR = 0.05;

  private static final double PERCENT = 100;

  /** Copies the times. */
  public ReplayedCount {
    replayed = new TreeMap<>(replayed);
    if (refused.isEmpty() && !replayed.containsKey(nodes)) {
      refused = Optional.of("it was not replayed");
    }
  }

  /**
   * Why nothing is predicted from it; empty if something is. A replay that does not reproduce its
   * own measured time cannot predict others.
   */
  public Optional<String> unusable() {
    if (refused.isPresent() || Math.abs(ownError) <= MOST_OWN_ERROR) {
      return refused;
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "its tasks and the driver's gaps do not give its own time: replayed on as many slots it is off by %+.0f %%",
            ownError * PERCENT));
  }

  boolean isUsable() {
    return unusable().isEmpty();
  }

  /**
   * Whether its measured time tests the predictions from others. It does so even if its own replay
   * has an error, because the measurement is still right.
   */
  boolean canTest() {
    return refused.isEmpty();
  }
}
