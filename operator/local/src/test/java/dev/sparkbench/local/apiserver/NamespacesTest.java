// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NamespacesTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void anEmptyOneIsGoneAtOnce() {
    Namespace created = namespace("empty");
    assertThat(created.getStatus().getPhase()).isEqualTo("Active");

    api.client().resource(created).delete();

    assertThat(api.get(created)).isNull();
  }

  @Test
  void whatIsInItGoesAndWhatIsInOthersStays() {
    Namespace ending = namespace("ending");
    ConfigMap inside = api.create(configMap("ending", "x", Map.of()));
    // Its name begins in the same way.
    ConfigMap outside = api.create(configMap("ending-not", "x", Map.of()));

    api.client().resource(ending).delete();

    assertThat(api.get(inside)).isNull();
    assertThat(api.get(ending)).isNull();
    assertThat(api.get(outside)).isNotNull();
  }

  @Test
  void itStaysUntilTheLastOfItIsGoneAndTakesInNothing() {
    Namespace ending = namespace("held");
    Pod pod = api.createBound(pod("held", "bound"));
    ConfigMap held =
        api.create(
            new ConfigMapBuilder(configMap("held", "x", Map.of()))
                .editMetadata()
                .withFinalizers("sparkbench.dev/test")
                .endMetadata()
                .build());

    api.client().resource(ending).delete();

    assertThat(api.get(ending).getStatus().getPhase()).isEqualTo("Terminating");
    assertThat(api.get(pod).getMetadata().getDeletionTimestamp()).isNotNull();
    assertThatThrownBy(() -> api.create(pod("held", "late")))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused -> {
              assertThat(refused.getCode()).isEqualTo(403);
              assertThat(refused.getStatus().getMessage())
                  .isEqualTo(
                      "pods \"late\" is forbidden: unable to create new content in namespace held because it is being terminated");
            });

    api.client().resource(pod).withGracePeriod(0).delete();
    assertThat(api.get(ending)).isNotNull();
    api.client()
        .resource(
            new ConfigMapBuilder(api.get(held))
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build())
        .update();
    assertThat(api.get(ending)).isNull();
    assertThat(namespace("held")).isNotNull();
  }

  private static Namespace namespace(String name) {
    return api.create(
        new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }
}
