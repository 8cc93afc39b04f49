package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.kubelet.PodStatuses.End;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one pod through its life. All methods run on the kubelet's one thread, but {@link #kill}.
 */
final class PodWorker {

  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);

  /** How long after the first failed pull a real kubelet says that it backs off. */
  private static final Duration PULL_BACKOFF = Duration.ofSeconds(2);

  private static final long DEFAULT_GRACE_SECONDS = 30;
  private static final int CANNOT_START = 128;

  /** What all workers share. */
  record Node(
      NodeApi api,
      ContainerPlan.Planner planner,
      Map<String, LocalImage> images,
      ScheduledExecutorService thread,
      Clock clock) {}

  private final Node node;
  private final PodFolder folder;
  private final Instant startTime;
  private Pod pod;
  private volatile ContainerProcess process;
  private ContainerPlan plan;
  private boolean waitsForConfig;
  private boolean deadlinePassed;
  private boolean ended;

  PodWorker(Node node, Pod pod, PodFolder folder) {
    this.node = node;
    this.pod = pod;
    this.folder = folder;
    this.startTime = node.clock().instant();
  }

  /** Starts the container, or says in the pod's status why not. */
  void start() {
    Optional.ofNullable(pod.getSpec().getActiveDeadlineSeconds())
        .ifPresent(
            seconds -> node.thread().schedule(this::passDeadline, seconds, TimeUnit.SECONDS));
    String image = container().getImage();
    if (!node.images().containsKey(image)) {
      write(
          statuses()
              .waiting(
                  "ErrImagePull",
                  "failed to pull and unpack image \"%s\": not found; the local kubelet has: %s"
                      .formatted(image, String.join(", ", node.images().keySet()))));
      node.thread().schedule(this::backOffPulling, PULL_BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    startContainer();
  }

  /** Tries again what failed for want of a Secret or ConfigMap. */
  void retry() {
    if (waitsForConfig && !ended) {
      waitsForConfig = false;
      startContainer();
    }
  }

  /** Takes note of a new state of the pod. */
  void update(Pod newState) {
    pod = newState;
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      return;
    }
    if (process == null || ended) {
      ended = true;
      node.api().remove(pod);
    } else {
      terminate(pod.getMetadata().getDeletionGracePeriodSeconds());
    }
  }

  /** The pod's object is gone: nothing of it may stay but the log. */
  void removed() {
    ended = true;
    kill();
    if (process == null) {
      folder.removeScratch();
    } else {
      process.exit().thenRunAsync(folder::removeScratch, node.thread());
    }
  }

  boolean isIn(String namespace) {
    return pod.getMetadata().getNamespace().equals(namespace);
  }

  /** The container's process while it runs. */
  Optional<ContainerProcess> runningProcess() {
    return Optional.ofNullable(process).filter(ContainerProcess::isAlive);
  }

  /** Ends the container at once. */
  void kill() {
    runningProcess().ifPresent(ContainerProcess::kill);
  }

  private void startContainer() {
    try {
      plan =
          node.planner().plan(pod, container(), node.images().get(container().getImage()), folder);
      process = ContainerProcess.start(plan, folder, node.clock().instant());
      write(statuses().running(process.startedAt(), process.pid()));
      process.exit().thenAcceptAsync(this::exited, node.thread());
    } catch (ContainerConfigException e) {
      waitsForConfig = true;
      write(statuses().waiting("CreateContainerConfigError", e.getMessage()));
    } catch (IOException e) {
      ended = true;
      Instant now = node.clock().instant();
      write(statuses().ended(new End(CANNOT_START, "StartError", now, now, e.getMessage()), 0));
    }
  }

  private void exited(int exitCode) {
    process.killDescendants();
    if (ended) {
      return;
    }
    ended = true;
    End end =
        new End(
            exitCode,
            exitCode == 0 ? "Completed" : "Error",
            process.startedAt(),
            node.clock().instant(),
            message(exitCode));
    PodStatus status = statuses().ended(end, process.pid());
    write(deadlinePassed ? PodStatuses.deadlineExceeded(status) : status);
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      node.api().remove(pod);
    }
  }

  private String message(int exitCode) {
    boolean orLog = "FallbackToLogsOnError".equals(container().getTerminationMessagePolicy());
    try {
      String message = TerminationMessage.read(plan.terminationLog(), process.startedAt());
      return TerminationMessage.kept(
          message.isEmpty() && orLog && exitCode != 0
              ? TerminationMessage.ofLog(folder.log())
              : message,
          pod.getSpec());
    } catch (IOException e) {
      LOG.warn("cannot read the termination message {}", plan.terminationLog(), e);
      return "";
    }
  }

  private void passDeadline() {
    if (ended) {
      return;
    }
    deadlinePassed = true;
    if (process == null) {
      ended = true;
      write(
          PodStatuses.deadlineExceeded(
              statuses().waiting("DeadlineExceeded", "the container never started")));
    } else {
      terminate(pod.getSpec().getTerminationGracePeriodSeconds());
    }
  }

  private void backOffPulling() {
    if (!ended) {
      write(
          statuses()
              .waiting(
                  "ImagePullBackOff",
                  "Back-off pulling image \"%s\"".formatted(container().getImage())));
    }
  }

  private void terminate(Long graceSeconds) {
    process.terminate(
        Duration.ofSeconds(Optional.ofNullable(graceSeconds).orElse(DEFAULT_GRACE_SECONDS)),
        node.thread());
  }

  private void write(PodStatus status) {
    node.api().writeStatus(pod, status);
  }

  private PodStatuses statuses() {
    return new PodStatuses(pod, startTime);
  }

  private Container container() {
    return pod.getSpec().getContainers().get(0);
  }
}
