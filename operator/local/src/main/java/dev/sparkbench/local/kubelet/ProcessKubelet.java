// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kubelet (and scheduler) whose containers are processes of this machine. It never restarts a
 * container, whatever the pod's restart policy is. The processes end with {@link #close}, with the
 * JVM, or, if that was killed, when the next kubelet starts on the same folder.
 */
public final class ProcessKubelet implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessKubelet.class);
  private static final long CLOSE_SECONDS = 3;

  private final Path podsFolder;
  private final KubernetesClient client;
  private final PodWorker.Node node;
  private final ScheduledThreadPoolExecutor thread;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final Thread shutdownHook = new Thread(this::endProcesses, "kubelet-shutdown");

  private ProcessKubelet(
      LocalApiServer server, Path podsFolder, Map<String, LocalImage> images, Pace pace) {
    this.podsFolder = podsFolder;
    client = server.client();
    thread = new ScheduledThreadPoolExecutor(1, ProcessKubelet::newThread);
    NodeApi api = new NodeApi(client);
    node =
        new PodWorker.Node(
            api,
            new ContainerPlan.Planner(api, serviceEnvironment(server), System.getenv()),
            new Images(images),
            thread,
            Clock.systemUTC(),
            pace);
  }

  /**
   * Starts a kubelet, after ending what an earlier one on the same folder left behind.
   *
   * @param podsFolder where each pod gets its folder; what it holds is removed first
   * @param images the available images, by name
   */
  public static ProcessKubelet start(
      LocalApiServer server, Path podsFolder, Map<String, LocalImage> images) {
    return start(server, podsFolder, images, Pace.REAL);
  }

  static ProcessKubelet start(
      LocalApiServer server, Path podsFolder, Map<String, LocalImage> images, Pace pace) {
    try {
      Files.createDirectories(podsFolder);
      Leftovers.clear(podsFolder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the kubelet's folder " + podsFolder, e);
    }
    ProcessKubelet kubelet =
        new ProcessKubelet(server, podsFolder.toAbsolutePath().normalize(), images, pace);
    server.servePodLogs(kubelet::logFile);
    Runtime.getRuntime().addShutdownHook(kubelet.shutdownHook);
    kubelet.watch();
    return kubelet;
  }

  /**
   * The file with the output of a container; if there were several pods of this name, of the
   * latest.
   *
   * @param container empty for the pod's first
   */
  public Optional<Path> logFile(String namespace, String podName, String container) {
    return PodFolder.find(podsFolder, namespace, podName)
        .map(folder -> folder.log(container))
        .filter(Files::exists);
  }

  /** Kills a container as the kernel does when memory is used up. */
  public void killForMemory(String namespace, String podName, String container) {
    ofPod(namespace, podName, worker -> worker.killForMemory(container));
  }

  /** Evicts a pod as a kubelet does under pressure, with the given reason. */
  public void evict(String namespace, String podName, String message) {
    ofPod(namespace, podName, worker -> worker.evict(message));
  }

  private void ofPod(String namespace, String podName, Consumer<PodWorker> action) {
    run(
        () ->
            workers.values().stream()
                .filter(worker -> worker.isFor(namespace, podName))
                .forEach(action));
  }

  /** Ends all processes. */
  @Override
  public void close() {
    endProcesses();
    client.close();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException alreadyShuttingDown) {
      LOG.debug("closed by the JVM's shutdown", alreadyShuttingDown);
    }
  }

  private void watch() {
    client.secrets().inAnyNamespace().inform(new RetryHandler<Secret>());
    client.configMaps().inAnyNamespace().inform(new RetryHandler<ConfigMap>());
    client.pods().inAnyNamespace().inform(new PodHandler());
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "kubelet");
    thread.setDaemon(true);
    return thread;
  }

  /** Kills all processes, after preventing new ones. */
  private void endProcesses() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the kubelet's thread did not end in {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    List<ContainerProcess> running =
        workers.values().stream().flatMap(worker -> worker.runningProcesses().stream()).toList();
    CompletableFuture<?>[] ends =
        running.stream().map(ContainerProcess::exit).toArray(CompletableFuture<?>[]::new);
    running.forEach(ContainerProcess::kill);
    try {
      CompletableFuture.allOf(ends).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not all processes ended in {} s", CLOSE_SECONDS, e);
    }
  }

  /**
   * The variables with which a kubelet tells every container about the API server and the service
   * account.
   */
  private static Map<String, String> serviceEnvironment(LocalApiServer server) {
    return Map.of(
        "KUBERNETES_SERVICE_HOST", server.host(),
        "KUBERNETES_SERVICE_PORT", Integer.toString(server.port()),
        "KUBERNETES_SERVICE_PORT_HTTPS", Integer.toString(server.port()),
        // These replace the volume with the service account's token and certificate, which a
        // process cannot have at its fixed path.
        "KUBERNETES_CERTS_CA_FILE", server.certificate().toString(),
        "KUBERNETES_DISABLE_HOSTNAME_VERIFICATION", "true",
        "KUBERNETES_AUTH_TRYKUBECONFIG", "false");
  }

  private void run(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("the kubelet failed", e);
            }
          });
    } catch (RejectedExecutionException closed) {
      LOG.debug("event after the kubelet was closed", closed);
    }
  }

  /** Accepts a pod that is bound to this node, or can be. */
  private void consider(Pod pod) {
    String wanted = pod.getSpec().getNodeName();
    boolean isNew = pod.getMetadata().getDeletionTimestamp() == null && !hasStarted(pod);
    if (isNew && (wanted == null ? schedule(pod) : wanted.equals(NodeApi.NODE))) {
      PodWorker worker = new PodWorker(node, pod, PodFolder.of(podsFolder, pod));
      workers.put(pod.getMetadata().getUid(), worker);
      worker.start();
    }
  }

  /** Binds a pod to this node, or reports why not; ignores a pod that a queue holds. */
  private boolean schedule(Pod pod) {
    if (Scheduler.isGated(pod)) {
      return false;
    }
    Optional<String> obstacle = Scheduler.obstacle(pod);
    if (obstacle.isEmpty()) {
      return node.api().take(pod);
    }
    boolean told =
        pod.getStatus().getConditions().stream()
            .anyMatch(condition -> obstacle.get().equals(condition.getMessage()));
    if (!told) {
      node.api()
          .writeStatus(pod, PodStatuses.unschedulable(node.clock().instant(), obstacle.get()));
    }
    return false;
  }

  private static boolean hasStarted(Pod pod) {
    return pod.getStatus().getStartTime() != null;
  }

  private final class PodHandler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      run(() -> consider(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      run(
          () ->
              Optional.ofNullable(workers.get(after.getMetadata().getUid()))
                  .ifPresentOrElse(worker -> worker.update(after), () -> consider(after)));
    }

    @Override
    public void onDelete(Pod pod, boolean lastStateUnknown) {
      run(
          () ->
              Optional.ofNullable(workers.remove(pod.getMetadata().getUid()))
                  .ifPresent(PodWorker::removed));
    }
  }

  /** Pods may wait for a new Secret or ConfigMap. */
  private final class RetryHandler<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      run(() -> retry(object));
    }

    @Override
    public void onUpdate(T before, T after) {
      run(() -> retry(after));
    }

    @Override
    public void onDelete(T object, boolean lastStateUnknown) {
      // Does not affect running containers.
    }

    private void retry(T object) {
      workers.values().stream()
          .filter(worker -> worker.isIn(object.getMetadata().getNamespace()))
          .forEach(PodWorker::retry);
    }
  }
}
