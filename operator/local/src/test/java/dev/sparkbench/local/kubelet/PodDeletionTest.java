// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.NAMESPACE;
import static dev.sparkbench.local.kubelet.RunningKubelet.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PodDeletionTest {

  /**
   * Prints its own process ID ($$, doubled for Kubernetes) and that of a child, then ignores the
   * request to end.
   */
  private static final String STUBBORN =
      """
      trap '' TERM
      sleep 60 &
      echo $$$$ $!
      while :; do sleep 0.05; done""";

  @RegisterExtension static final RunningKubelet cluster = new RunningKubelet();

  @Test
  void aProcessIsAskedToEndAndItsLastStateIsSeen() {
    cluster.create(
        script(
            "asked",
            """
            trap 'echo bye > $SPARKBENCH_TERMINATION_LOG; exit 7' TERM
            echo ready
            while :; do sleep 0.02; done"""));
    awaitLog("asked", "ready\n");
    Queue<String> seen = new ConcurrentLinkedQueue<>();

    Watch watch =
        cluster.client().pods().inNamespace(NAMESPACE).withName("asked").watch(recorder(seen));
    try (watch) {
      cluster.client().pods().inNamespace(NAMESPACE).withName("asked").delete();

      await()
          .untilAsserted(
              () ->
                  assertThat(List.copyOf(seen))
                      .containsExactly(
                          "ADDED Running",
                          "MODIFIED Running",
                          "MODIFIED Failed 7 bye",
                          // Marked as due.
                          "MODIFIED Failed 7 bye",
                          "DELETED Failed 7 bye"));
    }
  }

  @Test
  void aProcessThatDoesNotEndIsKilledWithItsChildren() {
    cluster.create(script("stubborn", STUBBORN));
    List<ProcessHandle> processes = awaitProcesses("stubborn");

    cluster.client().pods().inNamespace(NAMESPACE).withName("stubborn").withGracePeriod(1).delete();
    assertThat(cluster.find("stubborn")).isPresent();

    cluster.awaitGone("stubborn");
    await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void withoutGraceTheObjectIsGoneAtOnceAndTheProcessSoon() {
    cluster.create(script("at-once", STUBBORN));
    List<ProcessHandle> processes = awaitProcesses("at-once");

    cluster.client().pods().inNamespace(NAMESPACE).withName("at-once").withGracePeriod(0).delete();

    assertThat(cluster.find("at-once")).isEmpty();
    await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aNameCanBeUsedAgain() {
    cluster.create(script("again", "echo first"));
    cluster.awaitPhase("again", "Succeeded");
    cluster.client().pods().inNamespace(NAMESPACE).withName("again").delete();
    cluster.awaitGone("again");

    cluster.create(script("again", "echo second"));

    cluster.awaitPhase("again", "Succeeded");
    assertThat(cluster.log("again")).isEqualTo("second\n");
  }

  private static void awaitLog(String name, String text) {
    await().until(() -> cluster.log(name).equals(text));
  }

  private static List<ProcessHandle> awaitProcesses(String name) {
    await().until(() -> cluster.log(name).endsWith("\n"));
    return List.of(cluster.log(name).trim().split(" ")).stream()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }

  private static Watcher<Pod> recorder(Queue<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Pod pod) {
        var end = pod.getStatus().getContainerStatuses().get(0).getState().getTerminated();
        seen.add(
            action
                + " "
                + pod.getStatus().getPhase()
                + (end == null ? "" : " " + end.getExitCode() + " " + end.getMessage().trim()));
      }

      @Override
      public void onClose(WatcherException cause) {
        seen.add("CLOSED " + cause.getMessage());
      }
    };
  }
}
