// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreationTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void aNewObjectGetsItsIdentityFromTheServer() {
    ConfigMap given = configMap("creation", "identity", Map.of("a", "b"));

    ConfigMap created = api.create(given);

    assertThat(UUID.fromString(created.getMetadata().getUid())).isNotNull();
    assertThat(Instant.parse(created.getMetadata().getCreationTimestamp()))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    assertThat(Long.parseLong(created.getMetadata().getResourceVersion())).isPositive();
    assertThat(created.getMetadata().getGeneration()).isNull();
    assertThat(created.getData()).isEqualTo(given.getData());
    assertThat(api.get(given)).isEqualTo(created);
  }

  @Test
  void uidsAreUniqueEvenForTheSameNameAgain() {
    ConfigMap first = api.create(configMap("creation", "again", Map.of()));
    api.client().resource(first).delete();
    ConfigMap second = api.create(configMap("creation", "again", Map.of()));

    assertThat(second.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
  }

  @Test
  void anExistingNameIsRefused() {
    api.create(configMap("creation", "taken", Map.of()));

    assertThatThrownBy(() -> api.create(configMap("creation", "taken", Map.of())))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists");
              assertThat(e.getStatus().getMessage())
                  .isEqualTo("configmaps \"taken\" already exists");
            });
  }

  @Test
  void generatedNamesBeginWithThePrefixAndDiffer() {
    Set<String> names =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("creation")
                        .withGenerateName("prefix-")
                        .endMetadata()
                        .build())
            .map(api::create)
            .map(created -> created.getMetadata().getName())
            .collect(Collectors.toSet());

    assertThat(names).hasSize(50).allMatch(name -> name.matches("prefix-[a-z0-9]{5}"));
  }

  @Test
  void aNewPodIsPendingWhateverTheClientSays() {
    Pod given =
        new PodBuilder(pod("creation", "pending"))
            .withNewStatus()
            .withPhase("Succeeded")
            .endStatus()
            .build();

    Pod created = api.create(given);

    assertThat(created.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(created.getStatus().getContainerStatuses()).isEmpty();
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aNewBenchmarkHasTheStatusThatItsCrdGives() {
    SparkBenchmarkJob created = api.create(job("creation", "fresh"));

    assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aNamespaceCanBeMade() {
    Namespace made =
        api.create(
            new NamespaceBuilder().withNewMetadata().withName("team-a").endMetadata().build());

    assertThat(made.getStatus().getPhase()).isEqualTo("Active");
    assertThat(api.client().namespaces().withName("team-a").get()).isEqualTo(made);
  }

  @Test
  void namesAndLabelsThatNoServerWouldTakeAreRefused() {
    assertRefused(
        pod("creation", "Upper_Case"),
        "Pod \"Upper_Case\" is invalid: metadata.name: Invalid value: \"Upper_Case\": at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends");
    String tooLong = "x".repeat(64);
    assertRefused(
        configMap("creation", "labels", Map.of("job", tooLong)),
        "ConfigMap \"labels\" is invalid: metadata.labels: Invalid value: \""
            + tooLong
            + "\" of job: at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends");
  }

  @Test
  void aSecretsTextIsEncoded() {
    Secret created =
        api.create(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("creation")
                .withName("texts")
                .endMetadata()
                .withStringData(Map.of("a", "ä"))
                .addToData("b", "Yg==")
                .build());

    assertThat(created.getData()).isEqualTo(Map.of("a", "w6Q=", "b", "Yg=="));
    assertThat(created.getStringData()).isNullOrEmpty();
  }

  @Test
  void anUnknownTypeIsNotFound() {
    assertThatThrownBy(
            () -> api.client().apps().deployments().inNamespace("creation").withName("x").scale(1))
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> api.client().apps().deployments().inAnyNamespace().list())
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e ->
                assertThat(e.getStatus().getMessage())
                    .isEqualTo(
                        "the server could not find the requested resource (/apis/apps/v1/deployments): is its CRD installed?"));
  }

  @Test
  void objectsAreListedByNamespaceAndName() {
    for (String name : List.of("b", "a", "c")) {
      api.create(configMap("listing", name, Map.of()));
    }
    api.create(configMap("listing-2", "other", Map.of()));

    assertThat(api.client().configMaps().inNamespace("listing").list().getItems())
        .extracting(map -> map.getMetadata().getName())
        .containsExactly("a", "b", "c");
    assertThat(api.client().configMaps().inAnyNamespace().list().getItems())
        .extracting(map -> map.getMetadata().getNamespace())
        .contains("listing", "listing-2");
  }

  private static void assertRefused(HasMetadata object, String message) {
    assertThatThrownBy(() -> api.create(object))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .satisfies(
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getMessage()).isEqualTo(message);
            });
  }
}
