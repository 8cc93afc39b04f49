package dev.sparkbench.controller;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RunReport;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Plays the kubelet's part: pods run and end when a test says so. */
public final class FakeKubelet {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;

  /** Plays for the pods of a namespace. */
  public FakeKubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Waits for a pod and lets its container run. */
  public void run(String name) {
    report(name, "Running", new ContainerStateBuilder().withNewRunning().endRunning().build());
  }

  /** Waits for a pod and ends its container with that answer. */
  public void finish(String name, Object document) {
    report(name, succeeded(document) ? "Succeeded" : "Failed", terminated(document));
  }

  /**
   * Waits for a pod and ends its container with that answer, as a kubelet first reports it: the
   * phase stays {@code Running} for another second.
   */
  public void endContainer(String name, Object document) {
    report(name, "Running", terminated(document));
  }

  private static ContainerState terminated(Object document) {
    boolean success = succeeded(document);
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(success ? 0 : 1)
        .withReason(success ? "Completed" : "Error")
        .withMessage(Contract.write(document))
        .endTerminated()
        .build();
  }

  private static boolean succeeded(Object document) {
    return !(document instanceof RunReport report) || report.succeeded();
  }

  private void report(String name, String phase, ContainerState state) {
    var pod = client.pods().inNamespace(namespace).withName(name);
    Awaitility.await().atMost(LIMIT).until(() -> pod.get() != null);
    pod.editStatus(
        p ->
            new PodBuilder(p)
                .withNewStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("driver")
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build());
  }
}
