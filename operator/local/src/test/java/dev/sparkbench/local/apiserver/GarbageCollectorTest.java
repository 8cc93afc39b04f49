// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static dev.sparkbench.local.apiserver.RunningApiServer.owner;
import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GarbageCollectorTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void dependentsGoWithTheirOwnerTransitively() {
    HasMetadata job = api.create(job("gc", "owner"));
    Pod driver = api.create(owned(pod("gc", "driver"), owner(job)));
    Pod executor = api.create(owned(pod("gc", "executor"), owner(driver)));
    Pod unrelated = api.create(pod("gc", "unrelated"));

    api.client().resource(job).delete();

    assertThat(api.get(driver)).isNull();
    assertThat(api.get(executor)).isNull();
    assertThat(api.get(unrelated)).isEqualTo(unrelated);
  }

  @Test
  void aDependentThatRunsIsLeftToTheKubelet() {
    HasMetadata job = api.create(job("gc", "owner-of-running"));
    Pod driver = api.createBound(owned(pod("gc", "running"), owner(job)));

    api.client().resource(job).delete();

    assertThat(api.get(driver).getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
  }

  @Test
  void aDependentOfAnOwnerThatIsGoneIsCollected() {
    ConfigMap gone = api.create(configMap("gc", "gone", Map.of()));
    api.client().resource(gone).delete();

    Pod late = api.create(owned(pod("gc", "late"), owner(gone)));

    assertThat(late.getMetadata().getUid()).isNotEmpty();
    assertThat(api.get(late)).isNull();
  }

  @Test
  void aDependentStaysWhileOneOfItsOwnersDoes() {
    ConfigMap first = api.create(configMap("gc", "first", Map.of()));
    ConfigMap second = api.create(configMap("gc", "second", Map.of()));
    Pod shared = api.create(owned(pod("gc", "shared"), owner(first), owner(second)));

    api.client().resource(first).delete();
    assertThat(api.get(shared)).isEqualTo(shared);

    api.client().resource(second).delete();
    assertThat(api.get(shared)).isNull();
  }

  @Test
  void anOwnerGivenLaterCounts() {
    ConfigMap owner = api.create(configMap("gc", "later-owner", Map.of()));
    ConfigMap dependent = api.create(configMap("gc", "later-dependent", Map.of()));
    api.client()
        .resource(
            new ConfigMapBuilder(dependent)
                .editMetadata()
                .withOwnerReferences(owner(owner))
                .endMetadata()
                .build())
        .update();

    api.client().resource(owner).delete();

    assertThat(api.get(dependent)).isNull();
  }

  @Test
  void anOwnerOfTheSameNameButAnotherUidDoesNotCount() {
    ConfigMap old = api.create(configMap("gc", "reborn", Map.of()));
    api.client().resource(old).delete();
    api.create(configMap("gc", "reborn", Map.of()));

    Pod late = api.create(owned(pod("gc", "of-the-old-one"), owner(old)));

    assertThat(api.get(late)).isNull();
  }

  private static Pod owned(Pod pod, OwnerReference... owners) {
    pod.getMetadata().setOwnerReferences(Arrays.asList(owners));
    return pod;
  }
}
