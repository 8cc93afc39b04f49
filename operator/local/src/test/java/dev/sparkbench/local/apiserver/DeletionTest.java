// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void anObjectIsGoneAtOnce() {
    ConfigMap created = api.create(configMap("deletion", "gone", Map.of()));

    assertThat(api.client().resource(created).delete())
        .singleElement()
        .satisfies(details -> assertThat(details.getName()).isEqualTo("gone"));
    assertThat(api.get(created)).isNull();
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    assertThat(api.client().resource(configMap("deletion", "never", Map.of())).delete()).isEmpty();
  }

  @Test
  void aFinalizerHoldsAnObjectUntilItIsRemoved() {
    ConfigMap created =
        api.create(
            new ConfigMapBuilder(configMap("deletion", "held", Map.of()))
                .editMetadata()
                .withFinalizers("sparkbench.dev/test")
                .endMetadata()
                .build());

    api.client().resource(created).delete();
    ConfigMap held = api.get(created);
    assertThat(Instant.parse(held.getMetadata().getDeletionTimestamp()))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());

    api.client().resource(held).delete();
    assertThat(api.get(created)).isEqualTo(held);

    api.client()
        .resource(
            new ConfigMapBuilder(held)
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build())
        .update();
    assertThat(api.get(created)).isNull();
  }

  @Test
  void aPodThatNoNodeHasIsGoneAtOnce() {
    Pod created = api.create(pod("deletion", "unbound"));

    api.client().resource(created).delete();

    assertThat(api.get(created)).isNull();
  }

  @Test
  void aPodOnANodeIsMarkedForTheKubelet() {
    Pod created = api.createBound(pod("deletion", "bound"));
    Instant before = Instant.now();

    api.client().resource(created).delete();

    Pod marked = api.get(created);
    assertThat(marked.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(Instant.parse(marked.getMetadata().getDeletionTimestamp()))
        .isBetween(before.plusSeconds(29), Instant.now().plusSeconds(30));
    assertThat(marked.getSpec().getNodeName()).isEqualTo("local");
  }

  @Test
  void theGracePeriodIsThePodsOrTheRequestsAndCanOnlyShrink() {
    Pod created =
        api.createBound(
            new PodBuilder(pod("deletion", "grace"))
                .editSpec()
                .withTerminationGracePeriodSeconds(7L)
                .endSpec()
                .build());

    api.client().resource(created).delete();
    assertThat(api.get(created).getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(7);

    api.client().resource(created).withGracePeriod(3).delete();
    assertThat(api.get(created).getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(3);

    api.client().resource(created).withGracePeriod(60).delete();
    assertThat(api.get(created).getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(3);

    api.client().resource(created).withGracePeriod(0).delete();
    assertThat(api.get(created)).isNull();
  }

  @Test
  void aPodThatHasEndedIsGoneAtOnce() {
    Pod created = api.createBound(pod("deletion", "ended"));
    api.client()
        .resource(new PodBuilder(created).editStatus().withPhase("Succeeded").endStatus().build())
        .updateStatus();

    api.client().resource(created).delete();

    assertThat(api.get(created)).isNull();
  }

  @Test
  void onlyTheVersionMeantIsDeleted() {
    ConfigMap stale = api.create(configMap("deletion", "precondition", Map.of()));
    ConfigMap current =
        api.client()
            .resource(new ConfigMapBuilder(stale).withData(Map.of("key", "new")).build())
            .update();

    assertThatThrownBy(
            () ->
                api.client()
                    .resource(stale)
                    .lockResourceVersion(stale.getMetadata().getResourceVersion())
                    .delete())
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(api.get(stale)).isEqualTo(current);
  }

  @Test
  void aPodThatWasMadeAnewIsNotTakenForTheOneBefore() {
    Pod first = api.createBound(pod("deletion", "anew"));
    api.client().resource(first).withGracePeriod(0).delete();
    Pod second = api.create(pod("deletion", "anew"));

    String uid = first.getMetadata().getUid();
    assertThatThrownBy(
            () ->
                api.client()
                    .raw(
                        "/api/v1/namespaces/deletion/pods/anew",
                        "DELETE",
                        Map.of("preconditions", Map.of("uid", uid))))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(e.getStatus().getMessage())
                  .isEqualTo(
                      "Operation cannot be fulfilled on pods \"anew\": the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                          .formatted(uid, second.getMetadata().getUid()));
            });
    assertThat(api.get(second)).isNotNull();
  }

  @Test
  void anEvictedPodSaysSoAndIsAskedToEnd() {
    Pod created = api.createBound(pod("deletion", "evicted"));

    assertThat(api.client().pods().inNamespace("deletion").withName("evicted").evict()).isTrue();

    Pod evicted = api.get(created);
    assertThat(evicted.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(evicted.getStatus().getConditions())
        .filteredOn(condition -> condition.getType().equals("DisruptionTarget"))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.getStatus()).isEqualTo("True");
              assertThat(condition.getReason()).isEqualTo("EvictionByEvictionAPI");
              assertThat(condition.getMessage()).isEqualTo("Eviction API: evicting");
            });
  }

  @Test
  void manyAreDeletedByLabel() {
    api.create(configMap("collection", "a", Map.of("app", "one")));
    api.create(configMap("collection", "b", Map.of("app", "one")));
    ConfigMap other = api.create(configMap("collection", "c", Map.of("app", "two")));
    api.create(configMap("collection-2", "a", Map.of("app", "one")));

    api.client().configMaps().inNamespace("collection").withLabel("app", "one").delete();

    assertThat(api.client().configMaps().inNamespace("collection").list().getItems())
        .containsExactly(other);
    assertThat(api.client().configMaps().inNamespace("collection-2").list().getItems()).hasSize(1);
  }
}
