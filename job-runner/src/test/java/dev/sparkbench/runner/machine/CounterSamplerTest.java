// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CounterSamplerTest {

  private static final long MILLI = 1_000_000;

  private final AtomicReference<Counters> counters =
      new AtomicReference<>(new Counters(1.0, null, 0));
  private final AtomicLong clock = new AtomicLong();
  private final List<Sample> told = new ArrayList<>();
  private final CounterSampler sampler =
      new CounterSampler("7", counters::get, told::add, clock::get);

  @Test
  void tellsOfWhatHasGrownAndSinceWhen() {
    look(0);
    look(200);
    counters.set(new Counters(1.5, 0.25, 0));
    look(450);
    look(650);
    assertThat(told)
        .containsExactly(
            new Sample("7", new Counters(1.0, null, 0), 0),
            new Sample("7", new Counters(1.5, 0.25, 0), 250));
  }

  @Test
  void looksOnceMoreWhenItEnds() {
    look(0);
    counters.set(new Counters(2.0, null, 0));
    clock.set(80 * MILLI);
    sampler.close();
    assertThat(told).last().isEqualTo(new Sample("7", new Counters(2.0, null, 0), 80));
  }

  private void look(long millis) {
    clock.set(millis * MILLI);
    sampler.look();
  }
}
