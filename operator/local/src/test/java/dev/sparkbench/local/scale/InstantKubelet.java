// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.PhasesBuilder;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReport.Outcome;
import dev.sparkbench.api.contract.RunReportBuilder;
import dev.sparkbench.api.contract.RunRequest;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Acts as a kubelet on which every container succeeds at once. Pods go through the states of a real
 * one: a pod is reported as ended a second after its container.
 */
final class InstantKubelet implements AutoCloseable {

  /** Enough to wait for that many answers of the API server: the operator's reconcilers are 50. */
  private static final int THREADS = 50;

  /** Seconds that a run with one node takes according to its answer. */
  private static final double ONE_NODE_SECONDS = 12.5;

  private static final Duration END = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Courses courses;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
  private final Watch watch;

  InstantKubelet(KubernetesClient client, String namespace, Courses courses) {
    this.client = client;
    this.courses = courses;
    // Selected by phase, so that nothing is sent about pods that have ended.
    this.watch =
        client
            .pods()
            .inNamespace(namespace)
            .withField("status.phase", "Pending")
            .watch(new PodWatcher());
  }

  @Override
  public void close() {
    watch.close();
    later.shutdownNow();
    threads.shutdownNow();
  }

  /** Writes what a real kubelet writes, but without the time that containers take. */
  private void run(Pod pod) {
    try {
      write(pod, "Pending", waiting());
      write(pod, "Running", running());
      ContainerState ended = ended(answer(pod));
      write(pod, "Running", ended);
      courses.of(job(pod)).podEnded();
      later.schedule(() -> windUp(pod, ended), END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      courses.wrong("pod %s did not end: %s".formatted(pod.getMetadata().getName(), e));
    }
  }

  /** Reports that the pod has ended, if it still exists. */
  private void windUp(Pod pod, ContainerState ended) {
    try {
      write(pod, "Succeeded", ended);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        courses.wrong("pod %s was not wound up: %s".formatted(pod.getMetadata().getName(), e));
      }
    }
  }

  private void write(Pod pod, String phase, ContainerState state) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("driver")
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build())
        .patchStatus();
  }

  private static ContainerState waiting() {
    return new ContainerStateBuilder()
        .withNewWaiting()
        .withReason("ContainerCreating")
        .endWaiting()
        .build();
  }

  private static ContainerState running() {
    return new ContainerStateBuilder()
        .withNewRunning()
        .withStartedAt(Instant.now().toString())
        .endRunning()
        .build();
  }

  private static ContainerState ended(String message) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(0)
        .withReason("Completed")
        .withMessage(message)
        .endTerminated()
        .build();
  }

  private static String answer(Pod pod) {
    return variable(pod, Contract.RUN_VARIABLE)
        .map(request -> report(Contract.read(request, RunRequest.class)).toTerminationMessage())
        .or(
            () ->
                variable(pod, Contract.REPORT_VARIABLE)
                    .map(request -> Contract.read(request, ReportRequest.class))
                    .map(request -> Contract.write(result(request))))
        .orElseThrow();
  }

  private static RunReport report(RunRequest request) {
    double seconds = ONE_NODE_SECONDS / request.nodes();
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(Outcome.SUCCEEDED)
        .nodes(request.nodes())
        .trial(request.trial())
        .attempt(request.attempt())
        .samples(List.of(seconds, seconds * 1.01, seconds * 1.02))
        .executorsRegistered(request.nodes())
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity("sha256:" + "0".repeat(64))
        .phases(
            PhasesBuilder.builder()
                .startedAt(Instant.now().toString())
                .jvm(0.5)
                .check(0.1)
                .session(2)
                .executors(3)
                .schema(0.5)
                .cache(0)
                .warmups(1)
                .iterations(3 * seconds)
                .upload(0.1)
                .stop(0.2)
                .answeredAt(Instant.now().toString())
                .build())
        .failure(null)
        .instanceTypes(null)
        .build();
  }

  private static ReportResult result(ReportRequest request) {
    return new ReportResult(
        Contract.VERSION,
        request.outputPrefix() + "performance.csv",
        request.outputPrefix() + "performance.json",
        request.outputPrefix() + "report.html",
        List.of(),
        null,
        List.of(),
        null);
  }

  private static Optional<String> variable(Pod pod, String name) {
    return pod.getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst();
  }

  private static String job(Pod pod) {
    return pod.getMetadata().getOwnerReferences().get(0).getName();
  }

  private final class PodWatcher implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action == Action.ADDED) {
        courses.of(job(pod)).podCreated();
        threads.execute(() -> run(pod));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      courses.wrong("the watch on pods has ended: " + cause.getMessage());
    }
  }
}
