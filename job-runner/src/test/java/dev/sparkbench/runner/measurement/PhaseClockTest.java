package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Phases;
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

    assertThat(RunPhase.of(clock)).isEqualTo(new Phases(1, 2.5, 0, 0, 0, 0));
  }

  private static LongSupplier ticks(long... nanos) {
    Iterator<Long> next = java.util.Arrays.stream(nanos).iterator();
    return next::next;
  }
}
