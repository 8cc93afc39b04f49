// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.contract.TimeSpentBuilder;
import dev.sparkbench.api.resource.CurrentPod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of an attempt. Only the operator knows when the pod was decided on and when the answer
 * arrived, so the driver cannot compute this.
 */
final class Spending {

  private static final double MILLIS_PER_SECOND = 1e3;

  private Spending() {}

  /**
   * The time of a measured run; empty if the driver does not report when it started and answered.
   *
   * @param now when the operator got the answer
   */
  static Optional<TimeSpent> of(RunReport report, CurrentPod pod, Instant now) {
    Phases phases = report.phases();
    if (phases == null || phases.startedAt() == null || phases.answeredAt() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          of(
              phases,
              Instant.parse(phases.startedAt()),
              Instant.parse(phases.answeredAt()),
              pod,
              now));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static TimeSpent of(
      Phases phases, Instant started, Instant answered, CurrentPod pod, Instant now) {
    Instant decided = Instant.parse(pod.startTime());
    return TimeSpentBuilder.builder()
        .podSec(seconds(decided, started))
        .jvmSec(rounded(phases.jvm()))
        .checkSec(rounded(phases.check()))
        .sessionSec(rounded(phases.session()))
        .executorsSec(rounded(phases.executors()))
        .schemaSec(rounded(phases.schema()))
        .cacheSec(rounded(phases.cache()))
        .warmupsSec(rounded(phases.warmups()))
        .iterationsSec(rounded(phases.iterations()))
        .uploadSec(rounded(phases.upload()))
        .endSec(rounded(phases.stop() + seconds(answered, now)))
        .failedSec(0)
        .totalSec(seconds(decided, now))
        .build();
  }

  /** The time of a failed attempt. */
  static TimeSpent failed(CurrentPod pod, Instant now) {
    return TimeSpent.failed(seconds(Instant.parse(pod.startTime()), now));
  }

  /** The sum of both; either may be unknown. */
  static TimeSpent plus(TimeSpent before, Optional<TimeSpent> more) {
    return before == null ? more.orElse(null) : before.plus(more.orElse(TimeSpent.NONE));
  }

  /** At least 0, because the clocks of two machines may differ. */
  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / MILLIS_PER_SECOND;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MILLIS_PER_SECOND) / MILLIS_PER_SECOND;
  }
}
