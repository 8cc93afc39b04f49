package dev.sparkbench.local.kubelet;

import java.time.Duration;

/**
 * How long a kubelet takes for what it does not do at once.
 *
 * @param end from the end of the last container to the end of the pod
 * @param pullBackOff from a failed pull to the news that it waits
 * @param pullRetry from a failed pull to the next one; it doubles each time
 */
record Pace(Duration end, Duration pullBackOff, Duration pullRetry) {

  /** That of a real one. */
  static final Pace REAL =
      new Pace(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /** The pause after so many failed pulls. */
  Duration retry(int failures) {
    Duration pause = pullRetry;
    for (int i = 1; i < failures && pause.compareTo(LONGEST_RETRY) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY;
  }
}
