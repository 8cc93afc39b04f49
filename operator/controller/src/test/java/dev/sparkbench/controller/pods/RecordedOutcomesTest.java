// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static dev.sparkbench.controller.plan.Answers.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plan for a driver's pod, event by event as a real cluster reported it. A pod that still
 * exists at the last event stays in its state until a time is over.
 */
class RecordedOutcomesTest {

  private static final Duration LONGER_THAN_A_START = Duration.ofSeconds(301);

  /** The first decision about the attempt, and the words that must be in its message. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          succeeded                   | Measured             |
          init-slow                   | Measured             |
          native-sidecar              | Measured             |
          sidecar-outlives-driver     | Measured             |
          sidecar-fails-first         | Measured             |
          failed-with-answer          | Internal             | left an answer that cannot be read
          killed-inside               | Internal             | exit code 2
          argument-list-too-long      | Internal             | exit code 1
          oom-killed                  | OOMKilled            | raise driver.memory
          command-missing             | ContainerConfigFailed | exec: "/no/such/program": stat /no/such/program: no such file or directory
          secret-missing              | ContainerConfigFailed | secret "nope" not found
          volume-secret-missing       | StartTimeout         | kubectl describe pod
          image-pull-fails            | ImagePullFailed      | nope.invalid/x:1
          image-never-pull            | ImagePullFailed      | not present with pull policy of Never
          image-name-invalid          | ImagePullFailed      | couldn't parse image name
          init-image-pull-fails       | ImagePullFailed      | container init: ImagePullBackOff
          init-container-fails        | InitContainerFailed  | init container init of pod sales-s1-n1-t1-a1 failed with exit code 3
          kubelet-refuses-out-of-cpu  | NodeRefused          | OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu
          unschedulable-cpu           | Unschedulable        | 6 Insufficient cpu
          unschedulable-selector      | Unschedulable        | didn't match Pod's node affinity/selector
          deadline-exceeded           | RunTimeout           | timeouts.runSeconds
          ephemeral-storage-evicted   | Evicted              | exceeds the limit "10Mi"
          evicted-by-api              | Disrupted            | evicted through the API, as when its node is drained
          deleted-while-running       | PodDeleted           | was deleted
          deleted-while-running-ignores-term | PodDeleted    | was deleted
          deleted-while-pending       | PodDeleted           | was deleted
          deleted-by-force            | PodDeleted           | was deleted
          """)
  void endsAs(String recording, String reason, String words) {
    Step step = decisions(recording).findFirst().orElseThrow();
    if (reason.equals("Measured")) {
      assertThat(step).isInstanceOf(Step.RecordRun.class);
      return;
    }
    Failure failure = failure(step).orElseThrow();
    assertThat(failure.reason().code()).isEqualTo(reason);
    assertThat(failure.message()).contains(words.strip());
  }

  /** A sidecar that cannot start leaves the pod Pending, but does not concern the driver. */
  @ParameterizedTest
  @CsvSource("sidecar-image-fails")
  void aDriverThatRunsHasStarted(String recording) {
    Situation benchmark = walk(recording);
    assertThat(benchmark.after(LONGER_THAN_A_START).take()).isInstanceOf(Step.Await.class);
    assertThat(benchmark.status().message()).isEqualTo("Measuring 1 node (0/1 done)");
  }

  @ParameterizedTest
  @CsvSource("scheduling-gated")
  void aQueueTakesItsTime(String recording) {
    Situation benchmark = walk(recording);
    assertThat(benchmark.after(Duration.ofDays(3)).take()).isInstanceOf(Step.Await.class);
    assertThat(benchmark.status().message())
        .isEqualTo(
            "Pod sales-s1-n1-t1-a1 is held by a queue or gang (SchedulingGated); it waits until it is let go");
    assertThat(benchmark.status().runs())
        .extracting(RunStatus::state)
        .containsOnly(RunStatus.State.Running);
  }

  /** Otherwise there would be a recording that no test uses. */
  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordingLeadsToADecisionOrIsWaitedFor(String recording) {
    Situation benchmark = walk(recording);
    for (int i = 0; i < 20; i++) {
      if (benchmark.take() instanceof Step.Await) {
        return;
      }
    }
    throw new AssertionError(recording + " keeps the operator busy");
  }

  static Stream<String> recordings() {
    return Recordings.names().stream();
  }

  private static Stream<Step> decisions(String recording) {
    Situation benchmark = launched();
    for (Pod event : Recordings.of(recording)) {
      benchmark.podIs(read(event));
      Step step = next(benchmark);
      if (!(step instanceof Step.Await)) {
        return Stream.of(step);
      }
    }
    if (Recordings.isGoneAtTheEnd(recording)) {
      return Stream.of(next(benchmark.podIsGone()));
    }
    return Stream.of(next(benchmark.after(LONGER_THAN_A_START)));
  }

  private static Situation walk(String recording) {
    Situation benchmark = launched();
    Recordings.of(recording).forEach(event -> next(benchmark.podIs(read(event))));
    return benchmark;
  }

  private static Situation launched() {
    return Situation.applied(Manifests.benchmark("[1]")).takeUntil(Step.Launch.class);
  }

  /** Confirming a pod and recording a queue are not decisions about the attempt. */
  private static Step next(Situation benchmark) {
    Step step = benchmark.take();
    while (step instanceof Step.ConfirmPod || step instanceof Step.EnterQueue) {
      step = benchmark.take();
    }
    return step;
  }

  private static Optional<Failure> failure(Step step) {
    return step instanceof Step.Retry retry
        ? Optional.of(retry.failure())
        : step instanceof Step.GiveUp giveUp ? Optional.of(giveUp.failure()) : Optional.empty();
  }

  /** The pod as if it were the driver's of the first run; one that succeeded has measured it. */
  private static dev.sparkbench.controller.plan.ObservedPod read(Pod pod) {
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
        .filter(terminated -> terminated != null && terminated.getExitCode() == 0)
        .forEach(terminated -> terminated.setMessage(Contract.write(measured(1, 3.0))));
    return PodReader.read(pod, Manifests.benchmark("[1]"));
  }
}
