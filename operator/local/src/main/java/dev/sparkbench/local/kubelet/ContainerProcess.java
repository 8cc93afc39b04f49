// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The process of a container. */
final class ContainerProcess {

  private final Process process;
  private final Instant startedAt;
  private List<ProcessHandle> descendantsAtTermination = List.of();

  private ContainerProcess(Process process, Instant startedAt) {
    this.process = process;
    this.startedAt = startedAt;
  }

  static ContainerProcess start(ContainerPlan plan, ContainerFolder folder, Instant now)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(plan.command())
            .directory(folder.work().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(plan.environment());
    Process process = builder.start();
    Files.writeString(folder.process(), ProcessRecord.of(process.toHandle()).toLine());
    return new ContainerProcess(process, now);
  }

  long pid() {
    return process.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Completes with the exit code, 128 and the signal's number after a signal. */
  CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks the process to end, and kills it after the grace period. */
  void terminate(Duration grace, ScheduledExecutorService scheduler) {
    if (descendantsAtTermination.isEmpty()) {
      descendantsAtTermination = process.descendants().toList();
    }
    process.destroy();
    scheduler.schedule(this::kill, grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kills the process and its descendants. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    killDescendants();
    process.destroyForcibly();
  }

  /**
   * Kills the remaining descendants when the process has ended, because all processes of a
   * container end with it.
   */
  void killDescendants() {
    descendantsAtTermination.forEach(ProcessHandle::destroyForcibly);
  }
}
