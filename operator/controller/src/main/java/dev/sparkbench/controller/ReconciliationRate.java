// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Limits how often one resource is reconciled: a number of times in a period that begins with the
 * first reconciliation. After that, the resource waits until the period is over. Other resources do
 * not wait.
 */
final class ReconciliationRate implements RateLimiter<ReconciliationRate.Period> {

  private static final Duration USUAL_PERIOD = Duration.ofSeconds(10);

  private static final int USUALLY_MOST = 100;

  private final Duration length;
  private final int most;
  private final InstantSource clock;

  private ReconciliationRate(Duration length, int most, InstantSource clock) {
    this.length = length;
    this.most = most;
    this.clock = clock;
  }

  /** 100 times in 10 seconds. */
  static ReconciliationRate usual(InstantSource clock) {
    return new ReconciliationRate(USUAL_PERIOD, USUALLY_MOST, clock);
  }

  /** The current period of one resource; callers hold the resource's lock. */
  static final class Period implements RateLimitState {

    private Instant end = Instant.MIN;
    private int count;

    private Period() {}
  }

  @Override
  public Period initState() {
    return new Period();
  }

  /** Counts a reconciliation; if the limit is reached, returns how long to wait instead. */
  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    Period period = (Period) state;
    Instant now = clock.instant();
    if (!now.isBefore(period.end)) {
      period.end = now.plus(length);
      period.count = 0;
    }
    if (period.count == most) {
      return Optional.of(Duration.between(now, period.end));
    }
    period.count++;
    return Optional.empty();
  }
}
