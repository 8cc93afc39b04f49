// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Runs passes over some work and times them, each part in its own window.
 *
 * <p>If the work has several parts, a disturbed part is repeated alone, so that an hour of other
 * parts is not lost with it. The replacement of a lost executor is cold. So after a loss, every
 * part runs once unmeasured before it is measured again. {@link Iterations} repeats work with a
 * single part, and warms up again.
 *
 * @param <T> what a part computes
 */
public final class Measuring<T> {

  private static final int MOST_TRIES = 2;

  private final Work<T> work;
  private final TaskRecorder recorder;
  private final Runnable ready;
  private final LongSupplier nanoClock;
  private final Set<String> cold = new HashSet<>();

  /**
   * Prepares to measure.
   *
   * @param recorder starts to listen now
   * @param ready waits until all executors are there; not measured
   * @param nanoClock gives the time in nanoseconds, from any origin
   */
  public Measuring(Work<T> work, TaskRecorder recorder, Runnable ready, LongSupplier nanoClock) {
    this.work = work;
    this.recorder = recorder;
    this.ready = ready;
    this.nanoClock = nanoClock;
  }

  /** Runs a pass that does not count. */
  Watched warmUp() {
    return Watched.sum(work.parts().stream().map(part -> measured(part).watched()).toList());
  }

  /** Runs a pass that counts. */
  Pass<T> pass() {
    Pass<T> pass = new Pass<>();
    work.parts().forEach(part -> measure(part, pass));
    return pass;
  }

  /** The results of a pass. */
  Result result(Pass<T> pass) {
    return work.result(pass.computed());
  }

  /** Whether a part can be repeated without the others. */
  boolean hasSeveralParts() {
    return work.parts().size() > 1;
  }

  /** Whether a pass can be repeated. */
  boolean isRepeatable() {
    return work.repeatable();
  }

  private void measure(Part<T> part, Pass<T> pass) {
    int tries = hasSeveralParts() ? MOST_TRIES : 1;
    Measured<T> measured = warmed(part, pass);
    while (--tries > 0 && measured.watched().disturbance().isPresent()) {
      pass.discard(measured.watched());
      measured = warmed(part, pass);
    }
    pass.keep(part.name(), measured);
  }

  private Measured<T> warmed(Part<T> part, Pass<T> pass) {
    if (cold.remove(part.name())) {
      pass.discard(noted(measured(part)).watched());
    }
    return noted(measured(part));
  }

  private Measured<T> noted(Measured<T> measured) {
    if (hasSeveralParts() && measured.watched().trace().executorsLost() > 0) {
      work.parts().stream().map(Part::name).forEach(cold::add);
    }
    return measured;
  }

  private Measured<T> measured(Part<T> part) {
    work.beforeEachPart();
    ready.run();
    return Measured.of(recorder, part.computation(), nanoClock);
  }
}
