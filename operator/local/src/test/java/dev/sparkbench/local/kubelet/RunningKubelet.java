// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An API server with a kubelet for the tests of one class, and small builders of pods. */
final class RunningKubelet implements BeforeAllCallback, AfterAllCallback {

  static {
    // On a machine that is busy with other things.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }

  static final String NAMESPACE = "test";

  private static final Map<String, LocalImage> IMAGES =
      Map.of(
          "shell", new LocalImage(List.of("/bin/sh", "-c"), Map.of("FROM_IMAGE", "image")),
          "env", new LocalImage(List.of("/usr/bin/env"), Map.of()),
          "broken", new LocalImage(List.of("/no/such/program"), Map.of()));

  private final Pace pace;
  private Path folder;
  private LocalApiServer server;
  private KubernetesClient client;
  private ProcessKubelet kubelet;

  /** With a kubelet without delays. */
  RunningKubelet() {
    this(new Pace(Duration.ZERO, Duration.ofMillis(500), Duration.ofMinutes(1)));
  }

  RunningKubelet(Pace pace) {
    this.pace = pace;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("kubelet-test");
    server = LocalApiServer.start();
    client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    kubelet = ProcessKubelet.start(server, podsFolder(), IMAGES, pace);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    kubelet.close();
    client.close();
    server.close();
    PodFolder.delete(folder);
  }

  LocalApiServer server() {
    return server;
  }

  KubernetesClient client() {
    return client;
  }

  ProcessKubelet kubelet() {
    return kubelet;
  }

  Path podsFolder() {
    return folder.resolve("pods");
  }

  /** A pod that runs a shell script. */
  static PodBuilder script(String name, String script) {
    return image(name, "shell", script);
  }

  static PodBuilder image(String name, String image, String... args) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage(image)
        .withArgs(args)
        .endContainer()
        .endSpec();
  }

  static EnvVar fromSecret(String name, String secret, String key, boolean optional) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, optional ? true : null)
        .endValueFrom()
        .build();
  }

  Pod create(PodBuilder pod) {
    return client.resource(pod.build()).create();
  }

  Optional<Pod> find(String name) {
    return Optional.ofNullable(client.pods().inNamespace(NAMESPACE).withName(name).get());
  }

  /** Waits until the pod is in that state. */
  Pod await(String name, Predicate<Pod> state) {
    return Awaitility.await(name)
        .until(() -> find(name).filter(state), Optional::isPresent)
        .orElseThrow();
  }

  Pod awaitPhase(String name, String phase) {
    return await(name, pod -> pod.getStatus().getPhase().equals(phase));
  }

  void awaitGone(String name) {
    Awaitility.await(name).until(() -> find(name).isEmpty());
  }

  /** Waits for the end of the container. */
  ContainerStateTerminated awaitEnd(String name) {
    return state(await(name, pod -> state(pod).getTerminated() != null)).getTerminated();
  }

  /** Waits until the container cannot be started, for that reason. */
  String awaitWaiting(String name, String reason) {
    return state(
            await(
                name,
                pod ->
                    state(pod).getWaiting() != null
                        && reason.equals(state(pod).getWaiting().getReason())))
        .getWaiting()
        .getMessage();
  }

  /** What the container has printed so far. */
  String log(String name) {
    return kubelet
        .logFile(NAMESPACE, name, "")
        .map(
            file -> {
              try {
                return Files.readString(file);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .orElse("");
  }

  /** What the container has printed, when it has ended. */
  String awaitLog(String name) {
    awaitEnd(name);
    return log(name);
  }

  Path workFolder(Pod pod) {
    return PodFolder.of(podsFolder(), pod)
        .container(pod, pod.getSpec().getContainers().get(0).getName())
        .work();
  }

  private static ContainerState state(Pod pod) {
    return pod.getStatus().getContainerStatuses().isEmpty()
        ? new ContainerState()
        : pod.getStatus().getContainerStatuses().get(0).getState();
  }
}
