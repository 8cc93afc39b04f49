// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  private final Queue<String> events = new ConcurrentLinkedQueue<>();

  private Watch watch;

  @AfterEach
  void closeTheWatch() {
    Optional.ofNullable(watch).ifPresent(Watch::close);
  }

  @BeforeEach
  void useTheSameNamespaceAgain() {
    api.client().configMaps().inNamespace("watch").delete();
  }

  @Test
  void aWatchTellsWhatExistsThenWhatHappens() {
    ConfigMap existing = api.create(configMap("watch", "existing", Map.of()));
    watch = api.client().configMaps().inNamespace("watch").watch(recorder());
    awaitEvents("ADDED existing value");
    api.client()
        .resource(new ConfigMapBuilder(existing).withData(Map.of("key", "new")).build())
        .update();
    api.create(configMap("elsewhere", "unseen", Map.of()));
    api.client().resource(existing).delete();

    awaitEvents("ADDED existing value", "MODIFIED existing new", "DELETED existing new");
    api.client().configMaps().inNamespace("elsewhere").delete();
  }

  @Test
  void aWatchGoesOnFromAVersion() {
    api.create(configMap("watch", "before", Map.of()));
    String version =
        api.client().configMaps().inNamespace("watch").list().getMetadata().getResourceVersion();
    api.create(configMap("watch", "between", Map.of()));

    watch =
        api.client()
            .configMaps()
            .inNamespace("watch")
            .watch(new ListOptionsBuilder().withResourceVersion(version).build(), recorder());
    api.create(configMap("watch", "after", Map.of()));

    awaitEvents("ADDED between value", "ADDED after value");
  }

  @Test
  void aWatchFromTooLongAgoIsToldSo() {
    ConfigMap first = api.create(configMap("watch", "first", Map.of()));
    IntStream.rangeClosed(0, Watches.HISTORY)
        .forEach(
            i ->
                api.client()
                    .resource(
                        new ConfigMapBuilder(configMap("watch", "first", Map.of()))
                            .withData(Map.of("key", "v" + i))
                            .build())
                    .update());

    watch =
        api.client()
            .configMaps()
            .inNamespace("watch")
            .watch(
                new ListOptionsBuilder()
                    .withResourceVersion(first.getMetadata().getResourceVersion())
                    .build(),
                recorder());
    await().until(() -> !events.isEmpty());
    assertThat(events).singleElement().asString().startsWith("CLOSED too old resource version: ");
  }

  @Test
  void labelsSelectAndAChangeOfLabelsIsAComingOrGoing() {
    watch =
        api.client()
            .configMaps()
            .inNamespace("watch")
            .withLabel("app", "spark")
            .withoutLabel("inactive", "true")
            .watch(recorder());
    api.create(configMap("watch", "other", Map.of("app", "none")));
    api.create(configMap("watch", "one", Map.of("app", "spark")));
    relabel("one", Map.of("app", "spark", "inactive", "true"));
    relabel("one", Map.of("app", "spark"));

    awaitEvents("ADDED one value", "DELETED one value", "ADDED one value");
  }

  @Test
  void aNameSelects() {
    watch = api.client().configMaps().inNamespace("watch").withName("wanted").watch(recorder());
    api.create(configMap("watch", "unwanted", Map.of()));
    api.create(configMap("watch", "wanted", Map.of()));

    awaitEvents("ADDED wanted value");
  }

  @Test
  void anInformerFollows() {
    SparkBenchmarkJob first = api.create(job("informed", "first"));
    try (SharedIndexInformer<SparkBenchmarkJob> informer =
        api.client()
            .resources(SparkBenchmarkJob.class)
            .inNamespace("informed")
            .inform(new Recorder())) {
      SparkBenchmarkJob second = api.create(job("informed", "second"));
      second.setStatus(SparkBenchmarkJobStatusBuilder.builder().message("busy").build());
      api.client().resource(second).updateStatus();
      api.client().resource(first).delete();

      awaitEvents("added first", "added second", "updated second", "deleted first");
      assertThat(informer.getStore().list())
          .singleElement()
          .satisfies(job -> assertThat(job.getStatus().message()).isEqualTo("busy"));
    }
    api.client().resources(SparkBenchmarkJob.class).inNamespace("informed").delete();
  }

  private static void relabel(String name, Map<String, String> labels) {
    api.client()
        .configMaps()
        .inNamespace("watch")
        .withName(name)
        .edit(
            current ->
                new ConfigMapBuilder(current)
                    .editMetadata()
                    .withLabels(labels)
                    .endMetadata()
                    .build());
  }

  private void awaitEvents(String... expected) {
    await().untilAsserted(() -> assertThat(List.copyOf(events)).containsExactly(expected));
  }

  private Watcher<ConfigMap> recorder() {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap map) {
        events.add(
            "%s %s %s".formatted(action, map.getMetadata().getName(), map.getData().get("key")));
      }

      @Override
      public void onClose(WatcherException cause) {
        events.add("CLOSED " + cause.getMessage());
      }
    };
  }

  private final class Recorder implements ResourceEventHandler<SparkBenchmarkJob> {
    @Override
    public void onAdd(SparkBenchmarkJob job) {
      events.add("added " + job.getMetadata().getName());
    }

    @Override
    public void onUpdate(SparkBenchmarkJob before, SparkBenchmarkJob after) {
      events.add("updated " + after.getMetadata().getName());
    }

    @Override
    public void onDelete(SparkBenchmarkJob job, boolean unknown) {
      events.add("deleted " + job.getMetadata().getName());
    }
  }
}
