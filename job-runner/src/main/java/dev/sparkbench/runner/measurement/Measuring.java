// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Does passes over some work and times them, each part in its own window.
 *
 * <p>Of work with several parts, a part that was disturbed is done again alone: an hour of other
 * parts must not be lost with it. An executor that came instead of a lost one is cold, so after a
 * loss every part is done once unmeasured before it is measured again. Work of a single part is
 * repeated by {@link Iterations}, which also warms up again.
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
   * @param recorder listens from now on
   * @param ready waits until all executors are there; not measured
   * @param nanoClock tells the time in nanoseconds, from any origin
   */
  public Measuring(Work<T> work, TaskRecorder recorder, Runnable ready, LongSupplier nanoClock) {
    this.work = work;
    this.recorder = recorder;
    this.ready = ready;
    this.nanoClock = nanoClock;
  }

  /** One pass that does not count. */
  Watched warmUp() {
    return Watched.sum(work.parts().stream().map(part -> measured(part).watched()).toList());
  }

  /** One pass that counts. */
  Pass<T> pass() {
    Pass<T> pass = new Pass<>();
    work.parts().forEach(part -> measure(part, pass));
    return pass;
  }

  /** What a pass computed. */
  Result result(Pass<T> pass) {
    return work.result(pass.computed());
  }

  /** Whether a part can be done again without the others. */
  boolean hasSeveralParts() {
    return work.parts().size() > 1;
  }

  /** Whether a pass can be done again. */
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
