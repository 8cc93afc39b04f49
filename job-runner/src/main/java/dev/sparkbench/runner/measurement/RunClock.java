// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.PhasesBuilder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** The time that a driver spends on each phase, from the start of its JVM. */
public final class RunClock {

  private final Instant started;
  private Throwable failure;
  private RunPhase failedIn;
  private final PhaseClock<RunPhase> phases = new PhaseClock<>(RunPhase.class, System::nanoTime);

  private RunClock(Instant started) {
    this.started = started;
  }

  /** The clock of a driver that has just read its request. */
  public static RunClock ofThisJvm() {
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    RunClock clock = new RunClock(started);
    clock.phases.add(RunPhase.JVM, Duration.between(started, Instant.now()));
    return clock;
  }

  /** Runs something and counts its time, even if it fails. */
  public <T> T time(RunPhase phase, Supplier<T> step) {
    return phases.time(
        phase,
        () -> {
          try {
            return step.get();
          } catch (Throwable e) {
            failedIn(phase, e);
            throw e;
          }
        });
  }

  /** If a phase is inside another one, the failure counts for the inner phase. */
  private void failedIn(RunPhase phase, Throwable e) {
    if (failure != e) {
      failure = e;
      failedIn = phase;
    }
  }

  /** The phase in which the exception occurred; empty if it was outside all phases. */
  public Optional<RunPhase> phaseOf(Throwable e) {
    return Optional.ofNullable(failedIn).filter(phase -> failure == e);
  }

  /** Runs something and counts its time, even if it fails. */
  public void run(RunPhase phase, Runnable step) {
    time(
        phase,
        () -> {
          step.run();
          return phase;
        });
  }

  /** The times so far, for an answer that is given now. */
  public Phases phases() {
    return PhasesBuilder.builder()
        .startedAt(started.toString())
        .jvm(seconds(RunPhase.JVM))
        .check(seconds(RunPhase.CHECK))
        .session(seconds(RunPhase.SESSION))
        .executors(seconds(RunPhase.EXECUTORS))
        .schema(seconds(RunPhase.SCHEMA))
        .cache(seconds(RunPhase.CACHE))
        .warmups(seconds(RunPhase.WARMUPS))
        .iterations(seconds(RunPhase.ITERATIONS))
        .upload(seconds(RunPhase.UPLOAD))
        .stop(seconds(RunPhase.STOP))
        .answeredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
        .build();
  }

  private double seconds(RunPhase phase) {
    return phases.seconds(phase).orElse(0);
  }
}
