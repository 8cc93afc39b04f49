// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods as a real kubelet and scheduler reported them. */
class PodWaitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unschedulable-cpu | pod run-exec-1 waits: Unschedulable: 0/6 nodes are available: 6 Insufficient cpu.",
        "scheduling-gated | pod run-exec-1 waits: SchedulingGated: Scheduling is blocked due to non-empty scheduling gates",
        "image-pull-fails | pod run-exec-1 waits: container driver: ErrImagePull: failed to pull and unpack image \"nope.invalid/x:1\"",
        "init-image-pull-fails | pod run-exec-1 waits: container init: ImagePullBackOff: Back-off pulling image",
        "secret-missing | pod run-exec-1 waits: container driver: CreateContainerConfigError: secret \"nope\" not found"
      })
  void sayWhatIsMissing(String recording, String beginning) {
    assertThat(PodWaits.first(List.of(recorded(recording))).orElseThrow()).startsWith(beginning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"init-slow", "succeeded"})
  void sayNothingOfWhatIsOnItsWay(String recording) {
    assertThat(PodWaits.first(List.of(recorded(recording)))).isEmpty();
  }

  @Test
  void areThoseOfTheFirstPodThatHasSomethingToSay() {
    Pod second =
        new PodBuilder(recorded("scheduling-gated"))
            .editMetadata()
            .withName("run-exec-2")
            .endMetadata()
            .build();
    Pod without = new PodBuilder().withNewMetadata().withName("run-exec-0").endMetadata().build();
    assertThat(
            PodWaits.first(
                    List.of(second, recorded("succeeded"), recorded("unschedulable-cpu"), without))
                .orElseThrow())
        .startsWith("pod run-exec-1 waits: Unschedulable");
  }

  private static Pod recorded(String name) {
    return Serialization.unmarshal(
        PodWaitsTest.class.getResourceAsStream("/pods/" + name + ".json"), Pod.class);
  }
}
