// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static dev.sparkbench.controller.plan.Answers.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods as a real kubelet reports them, event by event. */
class RecordedPodsTest {

  /**
   * A letter for each event: {@code A} for an active pod, {@code E} for one with only native
   * sidecars left, which the kubelet is ending, and {@code -} for one whose containers have all
   * ended.
   */
  @ParameterizedTest
  @CsvSource({
    "succeeded,                AAAAA---",
    "failed-with-answer,       AAAAA---",
    "oom-killed,               AAAAA--",
    "command-missing,          AAAA--",
    "init-container-fails,     AAAAAA-",
    "kubelet-refuses-out-of-cpu, A-",
    "deleted-while-running,    AAAAAAA--",
    "deleted-by-force,         AAAAAA",
    "sidecar-outlives-driver,  AAAAAA",
    "sidecar-fails-first,      AAAAAA---",
    "native-sidecar,           AAAAAAE--"
  })
  void aPodIsActiveUntilItsLastContainerHasEnded(String recording, String expected) {
    assertThat(
            Recordings.of(recording).stream()
                .map(RecordedPodsTest::read)
                .map(pod -> !pod.active() ? "-" : pod.endsBy().isPresent() ? "E" : "A")
                .collect(Collectors.joining()))
        .isEqualTo(expected);
  }

  @Test
  void aPodThatHasEndedIsInThePhaseRunningAtFirst() {
    assertThat(Recordings.of("succeeded").stream().map(RecordedPodsTest::read))
        .filteredOn(pod -> !pod.active())
        .extracting(ObservedPod::phase)
        .containsExactly(Phase.RUNNING, Phase.SUCCEEDED, Phase.SUCCEEDED);
  }

  @Test
  void aNativeSidecarHasTheGracePeriodFromTheDriversEnd() {
    assertThat(Recordings.of("native-sidecar").stream().map(RecordedPodsTest::read))
        .flatExtracting(pod -> pod.endsBy().stream().toList())
        .containsExactly(Instant.parse("2026-11-29T22:34:57Z"));
  }

  @Test
  void onlyASidecarFailedInAPodWhoseDriverSucceeded() {
    ObservedPod last = read(last("sidecar-fails-first"));
    assertThat(last.phase()).isEqualTo(Phase.FAILED);
    assertThat(last.failed()).isFalse();
  }

  @Test
  void theNextRunIsLaunchedBeforeThePhaseIsFinalAndThePodIsGone() {
    Situation benchmark =
        Situation.applied(Manifests.benchmark("[1, 2]")).takeUntil(Step.ConfirmPod.class);
    List<Pod> events = Recordings.of("succeeded").stream().map(pod -> driver(pod)).toList();
    int ended = 5;

    events
        .subList(0, ended)
        .forEach(
            event ->
                assertThat(benchmark.podIs(read(event)).take()).isInstanceOf(Step.Await.class));
    benchmark.podIs(read(events.get(ended)));

    assertThat(benchmark.take()).isInstanceOf(Step.RecordRun.class);
    assertThat(benchmark.take()).isEqualTo(new Step.RemovePods(List.of("sales-s1-n1-t1-a1")));
    Pod deleted = events.get(ended);
    deleted.getMetadata().setDeletionTimestamp("2026-03-01T12:00:10Z");
    benchmark.podIs(read(deleted));
    assertThat(benchmark.take())
        .isInstanceOfSatisfying(
            Step.Launch.class,
            launch -> assertThat(launch.pod().pod()).isEqualTo("sales-s1-n2-t1-a1"));
  }

  /** The pod as if it were the driver's of the first run, and had measured it. */
  private static Pod driver(Pod pod) {
    pod.getMetadata().setName("sales-s1-n1-t1-a1");
    pod.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion("sparkbench.dev/v1alpha1")
                    .withKind("SparkBenchmarkJob")
                    .withName("sales")
                    .withUid("uid-1")
                    .build()));
    pod.getStatus().getContainerStatuses().stream()
        .map(container -> container.getState().getTerminated())
        .filter(terminated -> terminated != null)
        .forEach(terminated -> terminated.setMessage(Contract.write(measured(1, 3.0))));
    return pod;
  }

  private static Pod last(String recording) {
    List<Pod> events = Recordings.of(recording);
    return events.get(events.size() - 1);
  }

  private static ObservedPod read(Pod pod) {
    return PodReader.read(pod, Manifests.benchmark("[1]"));
  }
}
