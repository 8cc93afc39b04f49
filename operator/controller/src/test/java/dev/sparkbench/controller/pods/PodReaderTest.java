// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import dev.sparkbench.controller.plan.ObservedPodBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {

  @Test
  void readsAPodThatHasEnded() {
    assertThat(
            read(
                """
                metadata:
                  name: p
                  uid: uid-of-p
                  creationTimestamp: "2026-03-01T11:50:00Z"
                  labels: {sparkbench.dev/start: "3"}
                  deletionTimestamp: "2026-03-01T12:00:00Z"
                  ownerReferences:
                  - {apiVersion: sparkbench.dev/v1alpha1, kind: SparkBenchmarkJob, name: sales, uid: uid-1}
                status:
                  phase: Failed
                  reason: Evicted
                  message: low on memory
                  containerStatuses:
                  - name: sidecar
                    state: {terminated: {exitCode: 0, message: not this}}
                  - name: driver
                    state: {terminated: {exitCode: 137, reason: OOMKilled, message: report, startedAt: "2026-03-01T11:51:00Z"}}
                """))
        .isEqualTo(
            ObservedPodBuilder.builder()
                .name("p")
                .uid("uid-of-p")
                .ownership(Ownership.OURS)
                .phase(Phase.FAILED)
                .active(false)
                .start(3)
                .created(Optional.of(Instant.parse("2026-03-01T11:50:00Z")))
                .started(Optional.of(Instant.parse("2026-03-01T11:51:00Z")))
                .goneBy(Optional.of(Instant.parse("2026-03-01T12:00:00Z")))
                .endsBy(Optional.empty())
                .termination(Optional.of(new Termination(137, "OOMKilled", "report")))
                .waiting(Optional.empty())
                .failedInit(Optional.empty())
                .disruption(Optional.empty())
                .reason(Optional.of("Evicted"))
                .message("low on memory")
                .build());
  }

  @Test
  void aPodWithoutStatusIsPending() {
    ObservedPod pod = read("metadata: {name: p}");
    assertThat(pod.phase()).isEqualTo(Phase.PENDING);
    assertThat(pod.ownership()).isEqualTo(Ownership.FOREIGN);
    assertThat(pod.active()).isTrue();
  }

  @Test
  void aPodWithoutANodeSaysWhy() {
    assertThat(
            read("""
                    metadata: {name: p}
                    status:
                      phase: Pending
                      conditions:
                      - {type: PodScheduled, status: "False", reason: Unschedulable, message: no room}
                    """)
                .waiting())
        .contains(new Waiting("", "Unschedulable", "no room"));
  }

  @Test
  void aPodWithoutItsImageSaysWhy() {
    assertThat(
            read("""
                    metadata: {name: p}
                    status:
                      phase: Pending
                      conditions:
                      - {type: PodScheduled, status: "True"}
                      containerStatuses:
                      - name: driver
                        state: {waiting: {reason: ErrImagePull, message: no such image}}
                    """)
                .waiting())
        .contains(new Waiting("", "ImagePullBackOff", "no such image"));
  }

  @ParameterizedTest
  @CsvSource({
    "sparkbench.dev/v1alpha1, SparkBenchmarkJob, sales, uid-1, OURS",
    "sparkbench.dev/v1, SparkBenchmarkJob, sales, uid-1, OURS",
    "sparkbench.dev/v1alpha1, SparkBenchmarkJob, sales, uid-0, PREDECESSORS",
    "sparkbench.dev/v1alpha1, SparkBenchmarkJob, other, uid-1, FOREIGN",
    "batch/v1, Job, sales, uid-1, FOREIGN",
    "example.com/v1, SparkBenchmarkJob, sales, uid-1, FOREIGN"
  })
  void ownershipIsByUid(String version, String kind, String name, String uid, Ownership expected) {
    assertThat(
            read("""
                    metadata:
                      name: p
                      ownerReferences:
                      - {apiVersion: %s, kind: %s, name: %s, uid: %s}
                    """
                    .formatted(version, kind, name, uid))
                .ownership())
        .isEqualTo(expected);
  }

  private static ObservedPod read(String yaml) {
    return PodReader.read(Serialization.unmarshal(yaml, Pod.class), Manifests.benchmark("[1]"));
  }
}
