// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

@NeedsHelm
class CrdTest {

  private static final String FILE = "sparkbenchmarkjobs.sparkbench.dev.yaml";

  @Test
  void itIsTheRepositorysAndNothingElse() throws IOException {
    CustomResourceDefinition crd = Chart.render(Chart.DEFAULTS).one(CustomResourceDefinition.class);
    assertThat(crd.getMetadata().getAnnotations())
        .isEqualTo(Map.of("helm.sh/resource-policy", "keep"));
    assertThat(crd.getMetadata().getLabels()).containsEntry("app.kubernetes.io/instance", "bench");

    crd.getMetadata().setLabels(Map.of());
    crd.getMetadata().setAnnotations(Map.of());
    assertThat(Serialization.asYaml(crd)).isEqualTo(Serialization.asYaml(committed()));
  }

  @Test
  void itIsALinkSoThatThereIsOne() throws IOException {
    Path link = Chart.FOLDER.resolve("files").resolve(FILE);
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../../crds", FILE));
  }

  @Test
  void itGoesWithTheReleaseOnlyIfAsked() {
    assertThat(
            Chart.render("crds: {keep: false}")
                .one(CustomResourceDefinition.class)
                .getMetadata()
                .getAnnotations())
        .isEmpty();
  }

  @Test
  void itCanBeLeftToSomebodyElse() {
    assertThat(Chart.render("crds: {enabled: false}").all(CustomResourceDefinition.class))
        .isEmpty();
  }

  private static CustomResourceDefinition committed() throws IOException {
    return Serialization.unmarshal(
        Files.readString(Chart.FOLDER.resolveSibling("crds").resolve(FILE)),
        CustomResourceDefinition.class);
  }
}
