// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.NAMESPACE;
import static dev.sparkbench.local.kubelet.RunningKubelet.image;
import static dev.sparkbench.local.kubelet.RunningKubelet.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PodLifeTest {

  @RegisterExtension static final RunningKubelet cluster = new RunningKubelet();

  @Test
  void aPodRunsAndSucceeds() throws IOException {
    Instant before = Instant.now().minusSeconds(1);
    Pod created =
        cluster.create(script("succeeds", "while [ ! -e go ]; do sleep 0.02; done; exit 0"));

    Pod running = cluster.awaitPhase("succeeds", "Running");
    assertThat(running.getSpec().getNodeName()).isEqualTo("local");
    PodStatus status = running.getStatus();
    assertThat(status.getPodIP()).isEqualTo("127.0.0.1");
    assertThat(status.getHostIP()).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(status.getStartTime())).isBetween(before, Instant.now());
    assertThat(status.getConditions())
        .extracting(condition -> condition.getType() + "=" + condition.getStatus())
        .containsExactly(
            "PodReadyToStartContainers=True",
            "Initialized=True",
            "Ready=True",
            "ContainersReady=True",
            "PodScheduled=True");
    assertThat(status.getContainerStatuses())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.getName()).isEqualTo("main");
              assertThat(container.getImage()).isEqualTo("shell");
              assertThat(container.getReady()).isTrue();
              assertThat(container.getRestartCount()).isZero();
              assertThat(Instant.parse(container.getState().getRunning().getStartedAt()))
                  .isBetween(before, Instant.now());
            });

    Files.createFile(cluster.workFolder(created).resolve("go"));
    Pod ended = cluster.awaitPhase("succeeds", "Succeeded");
    assertThat(ended.getStatus().getConditions())
        .extracting(
            condition ->
                condition.getType() + "=" + condition.getStatus() + " " + condition.getReason())
        .containsExactly(
            "PodReadyToStartContainers=False null",
            "Initialized=True PodCompleted",
            "Ready=False PodCompleted",
            "ContainersReady=False PodCompleted",
            "PodScheduled=True null");
    ContainerStateTerminated end = cluster.awaitEnd("succeeds");
    assertThat(end.getExitCode()).isZero();
    assertThat(end.getReason()).isEqualTo("Completed");
    assertThat(end.getMessage()).isNull();
    assertThat(Instant.parse(end.getFinishedAt()))
        .isBetween(Instant.parse(end.getStartedAt()), Instant.now());
  }

  @Test
  void anExitCodeIsAFailure() {
    cluster.create(script("fails", "exit 3"));

    Pod ended = cluster.awaitPhase("fails", "Failed");

    assertThat(ended.getStatus().getReason()).isNull();
    assertThat(cluster.awaitEnd("fails").getExitCode()).isEqualTo(3);
    assertThat(cluster.awaitEnd("fails").getReason()).isEqualTo("Error");
  }

  @Test
  void aSignalIsAnExitCodeAbove128() {
    cluster.create(script("killed", "kill -KILL $$$$"));

    cluster.awaitPhase("killed", "Failed");

    assertThat(cluster.awaitEnd("killed").getExitCode()).isEqualTo(137);
  }

  @Test
  void aProgramThatIsNotThereIsAFailureToStart() {
    cluster.create(image("not-there", "broken"));

    cluster.awaitPhase("not-there", "Failed");

    ContainerStateTerminated end = cluster.awaitEnd("not-there");
    assertThat(end.getExitCode()).isEqualTo(128);
    assertThat(end.getReason()).isEqualTo("StartError");
    assertThat(end.getMessage())
        .endsWith(
            "unable to start container process: exec: \"/no/such/program\": stat /no/such/program: no such file or directory");
  }

  @Test
  void anUnknownImageKeepsThePodPending() {
    cluster.create(image("no-image", "nowhere/nothing:1"));

    assertThat(cluster.awaitWaiting("no-image", "ErrImagePull"))
        .isEqualTo(
            "failed to pull and unpack image \"nowhere/nothing:1\": not found; the local kubelet has: broken, env, shell");
    assertThat(cluster.awaitWaiting("no-image", "ImagePullBackOff"))
        .startsWith(
            "Back-off pulling image \"nowhere/nothing:1\": ErrImagePull: failed to pull and unpack");
    assertThat(cluster.find("no-image").orElseThrow().getStatus().getPhase()).isEqualTo("Pending");

    cluster.client().pods().inNamespace(NAMESPACE).withName("no-image").delete();
    cluster.awaitGone("no-image");
  }

  @Test
  void theLogHoldsBothStreamsAndIsServed() {
    cluster.create(script("talks", "echo out; echo err >&2"));

    assertThat(cluster.awaitLog("talks")).isEqualTo("out\nerr\n");
    assertThat(
            cluster
                .client()
                .pods()
                .inNamespace(NAMESPACE)
                .withName("talks")
                .withReadyWaitTimeout(0)
                .getLog())
        .isEqualTo("out\nerr\n");
  }

  @Test
  void theLogStaysWhenThePodGoes() {
    Pod pod = cluster.create(script("remembered", "echo gone > scratch; echo kept"));
    cluster.awaitPhase("remembered", "Succeeded");
    cluster.client().resource(pod).delete();
    cluster.awaitGone("remembered");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !Files.exists(cluster.workFolder(pod)));
    assertThat(cluster.log("remembered")).isEqualTo("kept\n");
  }

  @Test
  void aPodThatTakesTooLongIsEnded() {
    cluster.create(
        script("too-long", "exec sleep 60").editSpec().withActiveDeadlineSeconds(1L).endSpec());

    Pod ended = cluster.awaitPhase("too-long", "Failed");

    assertThat(ended.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    assertThat(ended.getStatus().getMessage())
        .isEqualTo("Pod was active on the node longer than the specified deadline");
    assertThat(cluster.awaitEnd("too-long").getExitCode()).isEqualTo(143);
  }

  @Test
  void aPodThatNeverStartsIsEndedByItsDeadlineToo() {
    cluster.create(
        image("never-starts", "nowhere/nothing:1")
            .editSpec()
            .withActiveDeadlineSeconds(1L)
            .endSpec());

    Pod ended = cluster.awaitPhase("never-starts", "Failed");

    assertThat(ended.getStatus().getReason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void aPodOfAnotherNodeIsLeftAlone() {
    cluster.create(script("elsewhere", "exit 0").editSpec().withNodeName("other").endSpec());
    cluster.create(script("here", "exit 0"));

    cluster.awaitPhase("here", "Succeeded");
    assertThat(cluster.find("elsewhere").orElseThrow().getStatus().getPhase()).isEqualTo("Pending");
  }
}
