// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.health.ControllerHealthInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Watches that have stopped, which never happens with the mock server alone. */
@EnableKubernetesMockClient(crud = true, https = false)
class WatchedNamespacesUpkeepTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AtomicInteger given = new AtomicInteger();
  private final Controller controller = new Controller();

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aWatchThatHasStoppedIsBegunAnew() {
    controller.informers.putAll(Map.of("a", true, "b", false));
    try (WatchedNamespaces namespaces = watch(Set.of("a", "b"))) {
      namespaces.start(Map.of());
      assertThat(namespaces.isBlind()).isFalse();
      assertThat(namespaces.remark())
          .contains("not watching namespace b: its watch is interrupted");
      namespaces.wake();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(controller.changes).containsExactly(Set.of("a"), Set.of("a", "b")));
      await().atMost(LIMIT).until(() -> namespaces.remark().isEmpty());
    }
    assertThat(given).hasValue(0);
  }

  @Test
  void whenNoWatchIsLeftTheProcessHasToEnd() {
    controller.informers.putAll(Map.of("a", false, "b", false));
    try (WatchedNamespaces namespaces = watch(Set.of("a", "b"))) {
      namespaces.start(Map.of());
      assertThat(namespaces.isBlind()).isTrue();
      await().atMost(LIMIT).until(() -> given.get() > 0);
    }
    assertThat(controller.changes).isEmpty();
  }

  @Test
  void whenWatchesCannotBeChangedTheProcessHasToEnd() {
    controller.informers.putAll(Map.of("a", true));
    controller.fails = true;
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/b/pods?limit=1")
        .andReturn(403, new StatusBuilder().withCode(403).build())
        .once();
    try (WatchedNamespaces namespaces = watch(Set.of("a", "b"))) {
      namespaces.start(Map.of("b", "no rights"));
      assertThat(namespaces.remark()).contains("not watching namespace b: no rights");
      await().atMost(LIMIT).until(() -> given.get() > 0);
    }
  }

  private WatchedNamespaces watch(Set<String> wanted) {
    return new WatchedNamespaces(
        controller,
        wanted,
        new Preflight(client, wanted, Pauses.asleep(Duration.ofMillis(10), Duration.ofMillis(10))),
        given::incrementAndGet);
  }

  /** A controller with one informer for each namespace, which runs or has stopped. */
  private static final class Controller implements RegisteredController<SparkBenchmarkJob> {

    final Map<String, Boolean> informers = new ConcurrentHashMap<>();
    final List<Set<String>> changes = new CopyOnWriteArrayList<>();
    volatile boolean fails;

    @Override
    public void changeNamespaces(Set<String> namespaces) {
      if (fails) {
        throw new OperatorException("no luck");
      }
      changes.add(Set.copyOf(namespaces));
      informers.keySet().retainAll(namespaces);
      namespaces.forEach(namespace -> informers.putIfAbsent(namespace, true));
    }

    @Override
    public ControllerHealthInfo getControllerHealthInfo() {
      return new ControllerHealthInfo(null) {
        @Override
        @SuppressWarnings("rawtypes")
        public Map<String, InformerWrappingEventSourceHealthIndicator>
            informerEventSourceHealthIndicators() {
          Map<String, InformerHealthIndicator> indicators = new TreeMap<>();
          informers.forEach((name, runs) -> indicators.put(name, new Informer(name, runs)));
          return Map.of(
              "jobs",
              new InformerWrappingEventSourceHealthIndicator<SparkBenchmarkJob>() {
                @Override
                public Map<String, InformerHealthIndicator> informerHealthIndicators() {
                  return indicators;
                }
              });
        }
      };
    }

    @Override
    public ControllerConfiguration<SparkBenchmarkJob> getConfiguration() {
      throw new UnsupportedOperationException();
    }
  }

  private record Informer(String namespace, boolean runs) implements InformerHealthIndicator {

    @Override
    public boolean hasSynced() {
      return runs;
    }

    @Override
    public boolean isWatching() {
      return runs;
    }

    @Override
    public boolean isRunning() {
      return runs;
    }

    @Override
    public Status getStatus() {
      return runs ? Status.HEALTHY : Status.UNHEALTHY;
    }

    @Override
    public String getTargetNamespace() {
      return namespace;
    }
  }
}
