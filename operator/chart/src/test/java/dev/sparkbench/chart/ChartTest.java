// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsHelm
class ChartTest {

  private static final String CLUSTER = "v1.36.0";

  @Test
  void helmFindsNothingWrong() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
  }

  @Test
  void itsImagesAreThoseOfThisBuild() throws IOException {
    assertThat(metadata().get("appVersion"))
        .as("appVersion in helm/Chart.yaml, the tag of the images")
        .isEqualTo(System.getProperty("sparkbench.version"));
  }

  @Test
  void itSpeaksOfEveryClusterWithTheCrdsFeatures() {
    assertThat(template(CLUSTER)).isNotEmpty();
    assertThat(template("v1.29.3-gke.1")).isNotEmpty();
    assertThatThrownBy(() -> template("v1.28.0"))
        .hasMessageContaining("chart requires kubeVersion: >=1.29.0-0");
  }

  @Test
  void aPackageIsWhole(@TempDir Path folder) throws IOException {
    new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();
    Path archive =
        folder.resolve("sparkbench-operator-%s.tgz".formatted(metadata().get("version")));
    assertThat(archive).exists();
    // Rendered from the archive: the link to the CRD has become the file.
    String manifests =
        Helm.template(archive.toString())
            .withName(Chart.RELEASE)
            .withNamespace(Chart.NAMESPACE)
            .withKubeVersion(CLUSTER)
            .set("jobNamespaces[0]", "benchmarks")
            .call();
    assertThat(Objects.parse(manifests).names())
        .contains("CustomResourceDefinition sparkbenchmarkjobs.sparkbench.dev")
        .contains("Deployment sparkbench/bench-sparkbench-operator");
  }

  private static String template(String version) {
    return new Helm(Chart.FOLDER)
        .template()
        .withKubeVersion(version)
        .set("jobNamespaces[0]", "benchmarks")
        .call();
  }

  private static Map<?, ?> metadata() throws IOException {
    return Serialization.unmarshal(Files.readString(Chart.FOLDER.resolve("Chart.yaml")), Map.class);
  }
}
