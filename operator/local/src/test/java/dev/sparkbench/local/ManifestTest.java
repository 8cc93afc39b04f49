// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  private static final String GOOD =
      """
      apiVersion: sparkbench.dev/v1alpha1
      kind: SparkBenchmarkJob
      metadata:
        name: a
      spec:
        s3Path: user/data.csv
      """;

  @TempDir Path folder;

  @Test
  void aManifestIsTakenAsWritten() throws Exception {
    Manifest manifest = read(GOOD + "  unknown: field\n");

    assertThat(manifest.name()).isEqualTo("a");
    assertThat(manifest.namespace()).isEqualTo("default");
    assertThat(manifest.resource().getMetadata().getNamespace()).isEqualTo("default");
    assertThat(manifest.resource().getAdditionalProperties())
        .isEqualTo(Map.of("spec", Map.of("s3Path", "user/data.csv", "unknown", "field")));
  }

  @Test
  void itsNamespaceIsKept() throws Exception {
    assertThat(read(GOOD.replace("  name: a", "  name: a\n  namespace: team")).namespace())
        .isEqualTo("team");
  }

  @Test
  void whatPodsMustFindIsFound() throws Exception {
    Manifest manifest =
        read(
            GOOD
                + """
                  serviceAccountName: own
                  driver: {podTemplate: {spec: {serviceAccountName: own, priorityClassName: low}}}
                  executor: {podTemplate: {spec: {priorityClassName: lower}}}
                """);

    assertThat(manifest.serviceAccounts()).containsExactly("own");
    assertThat(manifest.priorityClasses()).containsExactlyInAnyOrder("low", "lower");
    assertThat(read(GOOD).serviceAccounts()).isEmpty();
  }

  @Test
  void theSamplesAreTaken() throws Exception {
    Path samples = Path.of(System.getProperty("sparkbench.root"), "crds", "samples");

    assertThat(Manifest.read(samples.resolve("sales-scaling.yaml")).name())
        .isEqualTo("sales-scaling");
  }

  @Test
  void whatIsNotYamlIsRefused() {
    assertRefused("a: [1, 2\nb: 3\n", "not YAML: ", "(line 2)");
  }

  @Test
  void anotherKindIsRefused() {
    assertRefused(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n",
        "apiVersion is 'v1'; it must be sparkbench.dev/v1alpha1");
    assertRefused(
        GOOD.replace("SparkBenchmarkJob", "SparkJob"),
        "kind is 'SparkJob'; it must be SparkBenchmarkJob");
  }

  @Test
  void oneResourceAtATime() {
    assertRefused("", "holds 0 documents; there must be one SparkBenchmarkJob");
    assertRefused(GOOD + "---\n" + GOOD, "holds 2 documents; there must be one SparkBenchmarkJob");
  }

  @Test
  void aNameIsNeeded() {
    assertRefused(GOOD.replace("name: a", "labels: {}"), "metadata.name is missing");
  }

  @Test
  void whatTheLocalClusterDoesNotHaveIsRefused() {
    assertRefused(
        GOOD + "  image: registry.example.com/runner:1\n",
        "spec.image 'registry.example.com/runner:1' cannot be used here: the local cluster has no images; leave it out");
    assertRefused(
        GOOD + "  storage: {endpoint: \"https://minio:9000\"}\n",
        "spec.storage.endpoint 'https://minio:9000' cannot be used here: the local cluster has its own object store; leave it out");
    assertRefused(
        GOOD + "  storage: {credentialsSecret: mine}\n",
        "spec.storage.credentialsSecret 'mine' cannot be used here: the local cluster has only the Secret s3-credentials; leave it out");
  }

  private void assertRefused(String yaml, String... parts) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder.resolve("job.yaml") + ": ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private Manifest read(String yaml) throws IOException, UserError {
    return Manifest.read(Files.writeString(folder.resolve("job.yaml"), yaml));
  }
}
