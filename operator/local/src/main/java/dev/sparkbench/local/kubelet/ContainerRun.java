// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.kubelet.ContainerState.Ended;
import dev.sparkbench.local.kubelet.ContainerState.Running;
import dev.sparkbench.local.kubelet.ContainerState.Waiting;
import dev.sparkbench.local.kubelet.PodStatuses.Seen;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container of a pod: at most one process, which is never started again. */
final class ContainerRun {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerRun.class);
  private static final int CANNOT_START = 128;

  private final Container container;
  private final ContainerFolder folder;
  private ContainerState state;
  private boolean begun;
  private ContainerPlan plan;
  private volatile ContainerProcess process;
  private Optional<String> killedFor = Optional.empty();
  private Optional<Ended> lateFailure = Optional.empty();

  ContainerRun(Container container, ContainerFolder folder, String waitsFor) {
    this.container = container;
    this.folder = folder;
    this.state = new Waiting(waitsFor, "");
  }

  Container container() {
    return container;
  }

  Seen seen() {
    return new Seen(container, state);
  }

  /**
   * Whether it should be started: it was not started yet, or could not be because something is
   * missing in the cluster.
   */
  boolean isToBegin() {
    return !begun;
  }

  boolean hasEnded() {
    return state instanceof Ended;
  }

  /** Whether the containers after this init container may be started. */
  boolean letsOthersStart() {
    return seen().isSidecar() ? !seen().isWaiting() : seen().hasSucceeded();
  }

  /** The process while it runs. */
  Optional<ContainerProcess> runningProcess() {
    return Optional.ofNullable(process).filter(ContainerProcess::isAlive);
  }

  /** Completes when there is no process any more, with its exit code. */
  CompletableFuture<Integer> processEnd() {
    return process == null ? CompletableFuture.completedFuture(0) : process.exit();
  }

  /** Starts to look for its image. */
  void beginToPull() {
    begun = true;
  }

  /** Says why it has not been started. */
  void waitFor(Waiting why) {
    state = why;
  }

  /**
   * Starts the process. If the system refuses to, the container has ended.
   *
   * @return whether there is a process
   */
  boolean start(Pod pod, LocalImage image, ContainerPlan.Planner planner, Instant now)
      throws ContainerConfigException, VolumeMissingException {
    try {
      plan = planner.plan(pod, container, image, folder);
      begun = true;
      process = ContainerProcess.start(plan, folder, now);
      state = new Running(now, process.pid());
      return true;
    } catch (IOException e) {
      begun = true;
      fail(e, now);
      return false;
    }
  }

  /** Ends it if it failed right after its start; the start is reported first. */
  void failLate() {
    if (lateFailure.isPresent()) {
      state = lateFailure.get();
    }
  }

  private void fail(IOException failure, Instant now) {
    String program = plan == null ? container.getName() : plan.command().get(0);
    if (StartFailure.comesLate(failure)) {
      state = new Running(now, 0);
      lateFailure = Optional.of(new Ended(1, "Error", now, now, "", 0));
      print("exec %s: argument list too long%n".formatted(program));
    } else {
      String message = StartFailure.message(program, failure);
      state = new Ended(CANNOT_START, "StartError", Instant.EPOCH, now, message, 0);
    }
  }

  /** Records the end of the process. */
  void exited(int exitCode, Instant now) {
    process.killDescendants();
    state =
        new Ended(
            exitCode,
            killedFor.orElse(exitCode == 0 ? "Completed" : "Error"),
            process.startedAt(),
            now,
            message(exitCode),
            process.pid());
  }

  void terminate(Duration grace, ScheduledExecutorService scheduler) {
    runningProcess().ifPresent(running -> running.terminate(grace, scheduler));
  }

  void kill() {
    runningProcess().ifPresent(ContainerProcess::kill);
  }

  /** Kills it, and reports the given reason. */
  void killFor(String reason) {
    killedFor = Optional.of(reason);
    kill();
  }

  private void print(String line) {
    try {
      Files.writeString(folder.log(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("cannot write {}", folder.log(), e);
    }
  }

  private String message(int exitCode) {
    boolean orLog = "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy());
    try {
      String message = TerminationMessage.read(plan.terminationLog(), process.startedAt());
      return message.isEmpty() && orLog && exitCode != 0
          ? TerminationMessage.ofLog(folder.log())
          : message;
    } catch (IOException e) {
      LOG.warn("cannot read the termination message {}", plan.terminationLog(), e);
      return "";
    }
  }
}
