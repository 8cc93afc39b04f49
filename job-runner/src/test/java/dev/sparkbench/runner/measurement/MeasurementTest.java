package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.runner.measurement.PhaseClock.Phase;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void timesEachIterationInWholeMicroseconds() {
    LongSupplier clock = ticks(1_000, 1_234_567_890_499L + 1_000, 0, 1_499, 7, 7);

    assertThat(Measurement.take("iteration", new AtomicInteger()::incrementAndGet, 3, clock))
        .isEqualTo(new Measurement<>(List.of(1_234.567890, 0.000001, 0.000001), Optional.of(3)));
  }

  @Test
  void mayHaveNothingToDo() {
    assertThat(Measurement.take("warm-up", () -> 1, 0, ticks()))
        .isEqualTo(new Measurement<>(List.of(), Optional.empty()));
  }

  @Test
  void addsUpPhasesInFailureToo() {
    PhaseClock clock = new PhaseClock(ticks(0, 1_000_000_000, 0, 2_000_000_000, 0, 500_000_000));

    assertThat(clock.<String>time(Phase.CHECK, () -> "found")).isEqualTo("found");
    clock.time(Phase.SESSION, () -> "started");
    Assertions.assertThatThrownBy(
            () ->
                clock.time(
                    Phase.SESSION,
                    () -> {
                      throw new IllegalStateException("gone");
                    }))
        .hasMessage("gone");

    assertThat(clock.phases()).isEqualTo(new Phases(1, 2.5, 0, 0, 0));
  }

  private static LongSupplier ticks(long... nanos) {
    Iterator<Long> next = java.util.Arrays.stream(nanos).iterator();
    return next::next;
  }
}
