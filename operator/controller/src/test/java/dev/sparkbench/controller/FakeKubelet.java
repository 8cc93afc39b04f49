// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RunReport;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;

/** Acts as the kubelet: pods run and end when a test says so. */
public final class FakeKubelet {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;

  /** Acts for the pods of a namespace. */
  public FakeKubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Waits for a pod and lets its container run, through the states that a real kubelet reports. */
  public void run(String name) {
    report(name, "Pending", null);
    report(name, "Pending", waiting());
    report(name, "Running", running());
  }

  /**
   * Waits for a pod and ends its container with that answer, as a real kubelet reports it: the
   * phase stays {@code Running} for another second.
   */
  public void finish(String name, Object document) {
    endContainer(name, document);
    report(name, succeeded(document) ? "Succeeded" : "Failed", terminated(document));
  }

  /** The same without the phase that follows. */
  public void endContainer(String name, Object document) {
    awaitPod(name);
    report(name, "Running", terminated(document));
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

  private static ContainerState terminated(Object document) {
    boolean success = succeeded(document);
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(success ? 0 : 1)
        .withReason(success ? "Completed" : "Error")
        .withStartedAt(Instant.now().toString())
        .withMessage(Contract.write(document))
        .endTerminated()
        .build();
  }

  private static boolean succeeded(Object document) {
    return !(document instanceof RunReport report) || report.succeeded();
  }

  private void awaitPod(String name) {
    Awaitility.await().atMost(LIMIT).until(() -> pod(name).get() != null);
  }

  /** The mock server deletes pods at once, so one may be gone before its last state. */
  private void report(String name, String phase, ContainerState state) {
    if (phase.equals("Pending")) {
      awaitPod(name);
    }
    if (pod(name).get() == null) {
      return;
    }
    try {
      pod(name).editStatus(pod -> in(pod, phase, state));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private PodResource pod(String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private static Pod in(Pod pod, String phase, ContainerState state) {
    PodStatusBuilder status =
        new PodStatusBuilder()
            .withPhase(phase)
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("True")
            .endCondition();
    if (state != null) {
      status.addNewContainerStatus().withName("driver").withState(state).endContainerStatus();
    }
    return new PodBuilder(pod).withStatus(status.build()).build();
  }
}
