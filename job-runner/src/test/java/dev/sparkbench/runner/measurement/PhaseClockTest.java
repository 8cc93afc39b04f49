// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class PhaseClockTest {

  @Test
  void addsUpPhasesInFailureToo() {
    PhaseClock<RunPhase> clock =
        new PhaseClock<>(RunPhase.class, ticks(0, 1_000_000_000, 0, 2_000_000_000, 0, 500_000_000));

    assertThat(clock.<String>time(RunPhase.CHECK, () -> "found")).isEqualTo("found");
    clock.time(RunPhase.SESSION, () -> "started");
    Assertions.assertThatThrownBy(
            () ->
                clock.time(
                    RunPhase.SESSION,
                    () -> {
                      throw new IllegalStateException("gone");
                    }))
        .hasMessage("gone");

    clock.add(RunPhase.CHECK, Duration.ofMillis(250));

    assertThat(clock.seconds(RunPhase.CHECK)).hasValue(1.25);
    assertThat(clock.seconds(RunPhase.SESSION)).hasValue(2.5);
    assertThat(clock.seconds(RunPhase.SCHEMA)).isEmpty();
  }

  private static LongSupplier ticks(long... nanos) {
    Iterator<Long> next = java.util.Arrays.stream(nanos).iterator();
    return next::next;
  }
}
