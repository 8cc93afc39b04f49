// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.ReconciliationRate.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconciliationRateTest {

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");

  private final ReconciliationRate rate = ReconciliationRate.usual(() -> now);
  private final Period resource = rate.initState();

  @Test
  void aResourceIsReconciledAHundredTimesInTenSeconds() {
    IntStream.range(0, 100)
        .forEach(i -> assertThat(rate.isLimited(resource)).as("time %s", i).isEmpty());

    assertThat(rate.isLimited(resource)).contains(Duration.ofSeconds(10));
    now = now.plusSeconds(7);
    assertThat(rate.isLimited(resource)).contains(Duration.ofSeconds(3));
  }

  @Test
  void thenItGoesOn() {
    exhaust(resource);

    now = now.plusSeconds(10);

    exhaust(resource);
    assertThat(rate.isLimited(resource)).contains(Duration.ofSeconds(10));
  }

  /** Otherwise a slow but steady resource would have to wait now and then. */
  @Test
  void whatWasLongAgoDoesNotCount() {
    for (int i = 0; i < 500; i++) {
      assertThat(rate.isLimited(resource)).isEmpty();
      now = now.plusMillis(200);
    }
  }

  @Test
  void otherResourcesDoNotWait() {
    exhaust(resource);

    assertThat(rate.isLimited(rate.initState())).isEmpty();
    assertThat(rate.isLimited(resource)).isPresent();
  }

  private void exhaust(Period period) {
    for (int i = 0; i < 100; i++) {
      assertThat(rate.isLimited(period)).isEmpty();
    }
  }
}
