// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpdateTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void eachWriteMakesANewResourceVersion() {
    ConfigMap first = api.create(configMap("update", "versions", Map.of()));
    ConfigMap second = api.client().resource(with(first, "key", "two")).update();
    ConfigMap third = api.client().resource(with(second, "key", "three")).update();

    assertThat(List.of(first, second, third))
        .extracting(map -> Long.parseLong(map.getMetadata().getResourceVersion()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(third.getData()).isEqualTo(Map.of("key", "three"));
  }

  @Test
  void aWriteThatChangesNothingKeepsTheVersion() {
    ConfigMap created = api.create(configMap("update", "same", Map.of()));

    assertThat(api.client().resource(created).update()).isEqualTo(created);
  }

  @Test
  void aStaleReplacementIsRefused() {
    ConfigMap stale = api.create(configMap("update", "stale", Map.of()));
    api.client().resource(with(stale, "key", "new")).update();

    assertConflict(() -> api.client().resource(with(stale, "key", "late")).update());
    assertThat(api.get(stale).getData()).isEqualTo(Map.of("key", "new"));
  }

  @Test
  void aStalePatchIsRefused() {
    ConfigMap stale = api.create(configMap("update", "stale-patch", Map.of()));
    api.client().resource(with(stale, "key", "new")).update();

    assertConflict(
        () ->
            patch(
                stale,
                PatchType.JSON_MERGE,
                """
                {"metadata": {"resourceVersion": "%s"}, "data": {"key": "late"}}"""
                    .formatted(stale.getMetadata().getResourceVersion())));
  }

  @Test
  void aStaleStatusIsRefused() {
    SparkBenchmarkJob stale = api.create(job("update", "stale-status"));
    stale.setStatus(message("first"));
    api.client().resource(stale).updateStatus();

    stale.setStatus(message("second"));
    assertConflict(() -> api.client().resource(stale).updateStatus());
    assertThat(api.get(stale).getStatus().message()).isEqualTo("first");
  }

  @Test
  void anotherObjectOfTheSameNameIsNotOverwritten() {
    ConfigMap old = api.create(configMap("update", "reborn", Map.of()));
    api.client().resource(old).delete();
    api.create(configMap("update", "reborn", Map.of()));

    assertConflict(
        () ->
            patch(
                old,
                PatchType.JSON_MERGE,
                """
                {"metadata": {"uid": "%s"}, "data": {"key": "late"}}"""
                    .formatted(old.getMetadata().getUid())));
  }

  @Test
  void theStatusAndTheRestAreWrittenApart() {
    SparkBenchmarkJob created = api.create(job("update", "apart"));

    created.setStatus(message("ignored"));
    SparkBenchmarkJob afterMain = api.client().resource(created).update();
    assertThat(afterMain.getStatus().message()).isNull();

    afterMain.setSpec(withPath("user/ignored.csv"));
    afterMain.setStatus(message("kept"));
    SparkBenchmarkJob afterStatus = api.client().resource(afterMain).updateStatus();
    assertThat(afterStatus.getStatus().message()).isEqualTo("kept");
    assertThat(afterStatus.getSpec().s3Path()).isEqualTo("user/data.csv");

    patch(
        created,
        PatchType.JSON_MERGE,
        """
        {"status": {"message": "ignored"}, "spec": {"s3Path": "user/patched.csv"}}""");
    SparkBenchmarkJob afterPatch = api.get(created);
    assertThat(afterPatch.getStatus().message()).isEqualTo("kept");
    assertThat(afterPatch.getSpec().s3Path()).isEqualTo("user/patched.csv");
  }

  @Test
  void aPodsStatusIsWrittenApartToo() {
    Pod created = api.create(pod("update", "apart"));
    Pod running = new PodBuilder(created).editStatus().withPhase("Running").endStatus().build();

    assertThat(api.client().resource(running).update().getStatus().getPhase()).isEqualTo("Pending");
    assertThat(api.client().resource(running).updateStatus().getStatus().getPhase())
        .isEqualTo("Running");
  }

  @Test
  void theGenerationCountsChangesOfTheSpecOnly() {
    SparkBenchmarkJob job = api.create(job("update", "generation"));
    assertThat(job.getMetadata().getGeneration()).isEqualTo(1);

    job.getMetadata().setLabels(Map.of("a", "b"));
    job = api.client().resource(job).update();
    assertThat(job.getMetadata().getGeneration()).isEqualTo(1);

    job.setStatus(message("busy"));
    job = api.client().resource(job).updateStatus();
    assertThat(job.getMetadata().getGeneration()).isEqualTo(1);

    job.setSpec(withPath("user/other.csv"));
    job = api.client().resource(job).update();
    assertThat(job.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void aMergePatchRemovesWhatIsNull() {
    ConfigMap created = api.create(configMap("update", "merge", Map.of("a", "1", "b", "2")));

    patch(
        created,
        PatchType.JSON_MERGE,
        """
        {"metadata": {"labels": {"a": null, "c": "3"}}}""");

    assertThat(api.get(created).getMetadata().getLabels()).isEqualTo(Map.of("b", "2", "c", "3"));
  }

  @Test
  void aJsonPatchIsAppliedStepByStep() {
    ConfigMap created = api.create(configMap("update", "json", Map.of("a", "1")));

    patch(
        created,
        PatchType.JSON,
        """
        [{"op": "add", "path": "/metadata/labels/b", "value": "2"},
         {"op": "remove", "path": "/metadata/labels/a"}]""");

    assertThat(api.get(created).getMetadata().getLabels()).isEqualTo(Map.of("b", "2"));
  }

  @Test
  void aJsonPatchOfWhatIsNotThereIsRefused() {
    ConfigMap created = api.create(configMap("update", "json-missing", Map.of()));

    assertThatThrownBy(
            () ->
                patch(
                    created,
                    PatchType.JSON,
                    """
                    [{"op": "add", "path": "/metadata/annotations/a", "value": "1"}]"""))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(422));
  }

  @Test
  void theClientsOwnEditsWork() {
    SparkBenchmarkJob created = api.create(job("update", "edit"));

    api.client()
        .resource(created)
        .editStatus(
            current -> {
              current.setStatus(message("edited"));
              return current;
            });
    api.client()
        .resources(SparkBenchmarkJob.class)
        .inNamespace("update")
        .withName("edit")
        .edit(
            current -> {
              current.getMetadata().setAnnotations(Map.of("a", "b"));
              return current;
            });

    SparkBenchmarkJob found = api.get(created);
    assertThat(found.getStatus().message()).isEqualTo("edited");
    assertThat(found.getMetadata().getAnnotations()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void whatOnlyTheServerSetsCannotBeChanged() {
    ConfigMap created = api.create(configMap("update", "system", Map.of()));

    patch(
        created,
        PatchType.JSON_MERGE,
        """
        {"metadata": {"creationTimestamp": "2000-01-01T00:00:00Z", "deletionTimestamp": "2000-01-01T00:00:00Z"}}""");

    assertThat(api.get(created)).isEqualTo(created);
  }

  @Test
  void aStrategicMergeKnowsTheKeysOfListsOfBuiltInTypes() {
    Pod created = api.create(pod("update", "strategic"));

    patch(
        created,
        PatchType.STRATEGIC_MERGE,
        """
        {"spec": {"containers": [{"name": "main", "tty": true}, {"name": "more", "image": "image"}]}}""");

    assertThat(api.get(created).getSpec().getContainers())
        .extracting(container -> container.getName() + " " + container.getImage())
        .containsExactly("main image", "more image");
  }

  @Test
  void benchmarksKnowNoStrategicMerge() {
    SparkBenchmarkJob created = api.create(job("update", "strategic"));

    assertUnsupported(
        () -> patch(created, PatchType.STRATEGIC_MERGE, "{}"),
        "the body's type application/strategic-merge-patch+json is not supported here; use application/json-patch+json or application/merge-patch+json");
  }

  @Test
  void serverSideApplyIsRefused() {
    assertUnsupported(
        () ->
            api.client()
                .resource(configMap("update", "apply", Map.of()))
                .fieldManager("test")
                .serverSideApply(),
        "the body's type application/apply-patch+yaml is not supported here; use client-side apply: the local cluster does not keep field managers");
  }

  @Test
  void aMissingObjectIsNotFound() {
    assertThatThrownBy(
            () -> api.client().resource(configMap("update", "missing", Map.of())).update())
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(404));
    assertThat(api.get(configMap("update", "missing", Map.of()))).isNull();
  }

  private static void patch(HasMetadata object, PatchType type, String patch) {
    api.client().resource(object).patch(PatchContext.of(type), patch);
  }

  private static ConfigMap with(ConfigMap map, String key, String value) {
    return new ConfigMapBuilder(map).withData(Map.of(key, value)).build();
  }

  private static SparkBenchmarkJobStatus message(String message) {
    return SparkBenchmarkJobStatusBuilder.builder().message(message).build();
  }

  private static SparkBenchmarkJobSpec withPath(String path) {
    return Serialization.unmarshal(
        """
        {"s3Path": "%s", "jobConfig": {"type": "descriptive", "tasks": ["row_count"]}, "nodeList": [1, 2]}"""
            .formatted(path),
        SparkBenchmarkJobSpec.class);
  }

  private static void assertUnsupported(ThrowingCallable write, String message) {
    assertThatThrownBy(write)
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(415);
              assertThat(e.getStatus().getMessage()).isEqualTo(message);
            });
  }

  private static void assertConflict(ThrowingCallable write) {
    assertThatThrownBy(write)
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
            });
  }
}
