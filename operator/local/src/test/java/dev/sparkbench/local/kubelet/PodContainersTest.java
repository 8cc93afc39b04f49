// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.NAMESPACE;
import static dev.sparkbench.local.kubelet.RunningKubelet.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods of several containers, and what may hold a pod back; with a real kubelet's pauses. */
class PodContainersTest {

  @RegisterExtension static final RunningKubelet cluster = new RunningKubelet(Pace.REAL);

  @RegisterExtension
  static final RunningKubelet slow =
      new RunningKubelet(new Pace(Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO));

  @Test
  void everyContainerHasItsLogAndTheyShareVolumes() {
    cluster.create(
        script("talkers", "echo main; cat $SHARED/note")
            .editSpec()
            .addNewVolume()
            .withName("shared")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .addNewInitContainer()
            .withName("first")
            .withImage("shell")
            .withArgs("echo init; echo hello > $SHARED/note")
            .addNewEnv()
            .withName("SHARED")
            .withValue("/shared")
            .endEnv()
            .addNewVolumeMount()
            .withName("shared")
            .withMountPath("/shared")
            .endVolumeMount()
            .endInitContainer()
            .editContainer(0)
            .addNewEnv()
            .withName("SHARED")
            .withValue("/shared")
            .endEnv()
            .addNewVolumeMount()
            .withName("shared")
            .withMountPath("/shared")
            .endVolumeMount()
            .endContainer()
            .addNewContainer()
            .withName("side")
            .withImage("shell")
            .withArgs("echo side")
            .endContainer()
            .endSpec());
    cluster.awaitPhase("talkers", "Succeeded");

    assertThat(pod("talkers").inContainer("main").getLog()).isEqualTo("main\nhello\n");
    assertThat(pod("talkers").inContainer("side").getLog()).isEqualTo("side\n");
    assertThat(pod("talkers").inContainer("first").getLog()).isEqualTo("init\n");
    assertRefused(
        () -> pod("talkers").getLog(),
        "a container name must be specified for pod talkers, choose one of: [main side] or one of the init containers: [first]");
    assertRefused(
        () -> pod("talkers").inContainer("none").getLog(),
        "container none is not valid for pod talkers");
  }

  @Test
  void aPodIsSaidToHaveEndedASecondAfterItsContainer() {
    cluster.create(script("slow-to-tell", "exit 0"));
    cluster.awaitEnd("slow-to-tell");
    Instant ended = Instant.now();
    assertThat(phase("slow-to-tell")).isEqualTo("Running");

    cluster.awaitPhase("slow-to-tell", "Succeeded");
    assertThat(Duration.between(ended, Instant.now()))
        .isBetween(Duration.ofMillis(700), Duration.ofSeconds(5));
  }

  @Test
  void aDeadlineInThatSecondIsKept() {
    slow.create(script("in-time", "exit 0").editSpec().withActiveDeadlineSeconds(2L).endSpec());

    assertThat(
            slow.await("in-time", pod -> pod.getStatus().getPhase().matches("Succeeded|Failed"))
                .getStatus()
                .getPhase())
        .isEqualTo("Succeeded");
  }

  @Test
  void anInitContainerGoesOnAfterASidecarThatHasEnded() {
    cluster.create(
        script("after-side", "exit 0")
            .editSpec()
            .addNewInitContainer()
            .withName("proxy")
            .withRestartPolicy("Always")
            .withImage("shell")
            .withArgs("exit 0")
            .endInitContainer()
            .addNewInitContainer()
            .withName("init")
            .withImage("shell")
            .withArgs("sleep 0.5")
            .endInitContainer()
            .endSpec());

    cluster.awaitPhase("after-side", "Succeeded");
  }

  @Test
  void aPodCanBeDeletedInThatSecond() {
    cluster.create(script("deleted-early", "exit 0"));
    cluster.awaitEnd("deleted-early");

    pod("deleted-early").delete();

    Awaitility.await()
        .atMost(Duration.ofMillis(700))
        .until(() -> cluster.find("deleted-early").isEmpty());
  }

  @Test
  void aPodThatAQueueHoldsRunsWhenItIsLetGo() {
    cluster.create(
        script("held", "exit 0").editSpec().addNewSchedulingGate("example.com/queue").endSpec());
    cluster.create(script("not-held", "exit 0"));
    cluster.awaitEnd("not-held");
    assertThat(cluster.find("held").orElseThrow().getStatus().getConditions())
        .singleElement()
        .satisfies(condition -> assertThat(condition.getReason()).isEqualTo("SchedulingGated"));

    pod("held").edit(pod -> new PodBuilder(pod).editSpec().withSchedulingGates().endSpec().build());

    Pod ended = cluster.awaitPhase("held", "Succeeded");
    assertThat(ended.getStatus().getConditions())
        .filteredOn(condition -> condition.getType().equals("PodScheduled"))
        .singleElement()
        .satisfies(condition -> assertThat(condition.getStatus()).isEqualTo("True"));
  }

  @Test
  void aVolumesSecretIsWaitedFor() {
    cluster.create(
        script("mounts-secret", "cat $DIR/key")
            .editSpec()
            .addNewVolume()
            .withName("v")
            .withNewSecret()
            .withSecretName("later")
            .endSecret()
            .endVolume()
            .editContainer(0)
            .addNewEnv()
            .withName("DIR")
            .withValue("/v")
            .endEnv()
            .addNewVolumeMount()
            .withName("v")
            .withMountPath("/v")
            .endVolumeMount()
            .endContainer()
            .endSpec());
    cluster.awaitWaiting("mounts-secret", "ContainerCreating");

    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("later")
                .endMetadata()
                .withStringData(Map.of("key", "value"))
                .build())
        .create();

    assertThat(cluster.awaitLog("mounts-secret")).isEqualTo("value");
  }

  @Test
  void aNativeSidecarThatDoesNotEndIsEnded() {
    cluster.create(
        script("stubborn-side", "exit 0")
            .editSpec()
            .withTerminationGracePeriodSeconds(1L)
            .addNewInitContainer()
            .withName("proxy")
            .withRestartPolicy("Always")
            .withImage("shell")
            .withArgs("trap '' TERM; while :; do sleep 0.02; done")
            .endInitContainer()
            .endSpec());

    // Its exit code does not affect the pod.
    Pod ended = cluster.awaitPhase("stubborn-side", "Succeeded");
    assertThat(
            ended
                .getStatus()
                .getInitContainerStatuses()
                .get(0)
                .getState()
                .getTerminated()
                .getExitCode())
        .isEqualTo(137);
  }

  private static PodResource pod(String name) {
    return cluster.client().pods().inNamespace(NAMESPACE).withName(name);
  }

  private static String phase(String name) {
    return cluster.find(name).orElseThrow().getStatus().getPhase();
  }

  private static void assertRefused(Runnable request, String message) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused -> assertThat(refused.getMessage()).contains(message));
  }
}
