// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.kubelet.ContainerState.Waiting;
import dev.sparkbench.local.kubelet.PodStatuses.Seen;
import dev.sparkbench.local.kubelet.PodStatuses.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one pod: init containers one after another, then all containers, then the end. All methods
 * except {@link #runningProcesses} run on the kubelet's single thread.
 */
final class PodWorker {

  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
  private static final long DEFAULT_GRACE_SECONDS = 30;

  /** What all workers share. */
  record Node(
      NodeApi api,
      ContainerPlan.Planner planner,
      Images images,
      ScheduledExecutorService thread,
      Clock clock,
      Pace pace) {}

  private final Node node;
  private final PodFolder folder;
  private final Instant startTime;
  private final List<ContainerRun> inits;
  private final List<ContainerRun> containers;
  private Pod pod;
  private PodStatus written = new PodStatusBuilder().withPhase("Pending").build();
  private Optional<Verdict> verdict = Optional.empty();
  private boolean sandbox;

  /** All containers are being ended, and no other is started. */
  private boolean terminating;

  /** Nothing more will happen. */
  private boolean over;

  PodWorker(Node node, Pod pod, PodFolder folder) {
    this.node = node;
    this.pod = pod;
    this.folder = folder;
    this.startTime = node.clock().instant();
    List<Container> init = pod.getSpec().getInitContainers();
    String waitsFor = init.isEmpty() ? "ContainerCreating" : "PodInitializing";
    inits = runs(init, waitsFor);
    containers = runs(pod.getSpec().getContainers(), waitsFor);
  }

  private List<ContainerRun> runs(List<Container> of, String waitsFor) {
    return of.stream()
        .map(it -> new ContainerRun(it, folder.container(pod, it.getName()), waitsFor))
        .toList();
  }

  /** Starts the containers, or reports in the pod's status why not. */
  void start() {
    Optional<Verdict> refusal = Scheduler.refusal(pod);
    if (refusal.isPresent()) {
      over = true;
      node.api().writeStatus(pod, PodStatuses.refused(startTime, refusal.get()));
      return;
    }
    Optional.ofNullable(pod.getSpec().getActiveDeadlineSeconds())
        .ifPresent(seconds -> later(Duration.ofSeconds(seconds), this::passDeadline));
    write();
    advance();
  }

  /** Tries again what failed because a Secret or ConfigMap was missing. */
  void retry() {
    advance();
  }

  /** Processes a change of the pod. */
  void update(Pod newState) {
    pod = newState;
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      return;
    }
    if (over) {
      node.api().remove(pod);
    } else if (hasProcesses()) {
      terminate(pod.getMetadata().getDeletionGracePeriodSeconds());
    } else if (workIsDone()) {
      windUp();
    } else {
      over = true;
      node.api().remove(pod);
    }
  }

  /** Processes the deletion of the pod's object: everything except the logs is removed. */
  void removed() {
    over = true;
    all().forEach(ContainerRun::kill);
    CompletableFuture.allOf(
            all().map(ContainerRun::processEnd).toArray(CompletableFuture<?>[]::new))
        .thenRunAsync(folder::removeScratch, node.thread());
  }

  /** Ends a container as the system does when its memory is used up. */
  void killForMemory(String container) {
    all()
        .filter(run -> run.container().getName().equals(container))
        .forEach(run -> run.killFor("OOMKilled"));
  }

  /** Ends the pod at once because the node needs what it uses. */
  void evict(String message) {
    if (!over) {
      verdict = Optional.of(new Verdict("Evicted", message));
      terminating = true;
      all().forEach(ContainerRun::kill);
      if (!hasProcesses()) {
        windUp();
      }
    }
  }

  boolean isFor(String namespace, String name) {
    return isIn(namespace) && pod.getMetadata().getName().equals(name);
  }

  boolean isIn(String namespace) {
    return pod.getMetadata().getNamespace().equals(namespace);
  }

  /** The running processes of the containers. */
  List<ContainerProcess> runningProcesses() {
    return all().flatMap(run -> run.runningProcess().stream()).toList();
  }

  private Stream<ContainerRun> all() {
    return Stream.concat(inits.stream(), containers.stream());
  }

  private boolean hasProcesses() {
    return all().anyMatch(run -> run.seen().isRunning());
  }

  /** Starts what can be started now, and updates the status. */
  private void advance() {
    if (terminating || over) {
      return;
    }
    sandbox = true;
    for (ContainerRun init : inits) {
      if (init.isToBegin()) {
        start(init);
        write();
      }
      if (!init.letsOthersStart()) {
        goOnAfterFailure();
        return;
      }
    }
    containers.stream().filter(ContainerRun::isToBegin).forEach(this::start);
    write();
    goOnAfterFailure();
  }

  /** A container that could not be started has ended, and no process reports it. */
  private void goOnAfterFailure() {
    all().forEach(ContainerRun::failLate);
    write();
    endIfDone();
  }

  private void start(ContainerRun run) {
    Optional<LocalImage> image = node.images().find(run.container().getImage());
    if (image.isEmpty()) {
      run.beginToPull();
      pull(run, 1);
      return;
    }
    try {
      if (run.start(pod, image.get(), node.planner(), node.clock().instant())) {
        run.processEnd().thenAcceptAsync(code -> exited(run, code), node.thread());
      }
    } catch (ContainerConfigException e) {
      run.waitFor(new Waiting("CreateContainerConfigError", e.getMessage()));
    } catch (VolumeMissingException e) {
      // A real kubelet reports this only in an event.
      LOG.info("pod {} waits: {}", pod.getMetadata().getName(), e.getMessage());
      sandbox = false;
    }
  }

  /** Simulates failed pulls: reports the failure, then that it waits, and so on. */
  private void pull(ContainerRun run, int attempt) {
    Waiting failure = node.images().missing(run.container());
    run.waitFor(failure);
    if (!failure.reason().equals("ErrImagePull")) {
      return;
    }
    later(
        node.pace().pullBackOff(),
        () -> {
          run.waitFor(Images.backOff(run.container(), failure));
          write();
        });
    later(
        node.pace().retry(attempt),
        () -> {
          pull(run, attempt + 1);
          write();
        });
  }

  private void exited(ContainerRun run, int exitCode) {
    run.exited(exitCode, node.clock().instant());
    if (over) {
      return;
    }
    if (terminating) {
      if (!hasProcesses()) {
        windUp();
      }
      return;
    }
    write();
    if (!endIfDone()) {
      advance();
    }
  }

  /** Whether the pod's work is over, successful or not; sidecars may still run. */
  private boolean workIsDone() {
    return inits.stream().map(ContainerRun::seen).anyMatch(it -> !it.isSidecar() && it.hasFailed())
        || containers.stream().allMatch(ContainerRun::hasEnded);
  }

  private boolean endIfDone() {
    if (!workIsDone()) {
      return false;
    }
    if (hasProcesses()) {
      all().forEach(run -> run.terminate(grace(podsGrace()), node.thread()));
    } else {
      later(node.pace().end(), this::windUp);
    }
    return true;
  }

  /** Reports how the pod has ended. */
  private void windUp() {
    over = true;
    sandbox = false;
    write();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      node.api().remove(pod);
    }
  }

  private void passDeadline() {
    if (workIsDone()) {
      // It ended in time, but this has not been reported yet.
      return;
    }
    verdict =
        Optional.of(
            new Verdict(
                "DeadlineExceeded",
                "Pod was active on the node longer than the specified deadline"));
    if (hasProcesses()) {
      write();
      terminate(podsGrace());
    } else {
      windUp();
    }
  }

  private void terminate(Long graceSeconds) {
    terminating = true;
    all().forEach(run -> run.terminate(grace(graceSeconds), node.thread()));
  }

  private Long podsGrace() {
    return pod.getSpec().getTerminationGracePeriodSeconds();
  }

  private static Duration grace(Long seconds) {
    return Duration.ofSeconds(Optional.ofNullable(seconds).orElse(DEFAULT_GRACE_SECONDS));
  }

  private void later(Duration delay, Runnable task) {
    node.thread()
        .schedule(
            () -> {
              if (!over && !terminating) {
                task.run();
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void write() {
    PodStatus status =
        new PodStatuses(
                pod, startTime, node.clock().instant(), written, seen(inits), seen(containers))
            .status(sandbox, over, verdict);
    if (!status.equals(written)) {
      written = status;
      node.api().writeStatus(pod, status);
    }
  }

  private static List<Seen> seen(List<ContainerRun> runs) {
    return runs.stream().map(ContainerRun::seen).toList();
  }
}
