// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.time.Duration;

/**
 * The delays of a kubelet.
 *
 * @param end from the end of the last container to the end of the pod
 * @param pullBackOff from a failed pull to the report that it waits
 * @param pullRetry from a failed pull to the next one; it doubles each time
 */
record Pace(Duration end, Duration pullBackOff, Duration pullRetry) {

  /** The delays of a real kubelet. */
  static final Pace REAL =
      new Pace(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /** The pause after a number of failed pulls. */
  Duration retry(int failures) {
    Duration pause = pullRetry;
    for (int i = 1; i < failures && pause.compareTo(LONGEST_RETRY) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY;
  }
}
