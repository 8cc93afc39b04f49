// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.apiserver.AccessLog.Access;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class AccessLogTest {

  private final Queue<Access> accesses = new ConcurrentLinkedQueue<>();

  @Test
  void everyAnsweredRequestIsToldWithItsClientAndTheAnswersCode() {
    try (LocalApiServer server = LocalApiServer.start(accesses::add);
        KubernetesClient client = server.client()) {
      client.configMaps().inNamespace("default").withName("a").watch(new Deaf());
      String agent = client.getConfiguration().getUserAgent();
      String folder = "/api/v1/namespaces/default/configmaps";

      client.resource(configMap("default", "a", Map.of())).create();
      client.configMaps().inNamespace("default").withName("b").get();

      await()
          .untilAsserted(
              () ->
                  assertThat(accesses)
                      .filteredOn(access -> access.code() != 101)
                      .containsExactly(
                          new Access(agent, "POST", folder, 201),
                          new Access(agent, "GET", folder + "/b", 404)));
      assertThat(accesses)
          .filteredOn(access -> access.code() == 101)
          .singleElement()
          .satisfies(access -> assertThat(access.uri()).startsWith(folder + "?"));
    }
  }

  private static final class Deaf implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap map) {}

    @Override
    public void onClose(WatcherException cause) {}
  }
}
