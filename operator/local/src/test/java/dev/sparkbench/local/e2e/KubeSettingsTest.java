// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.NativeLibrary;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeSettingsTest {

  @TempDir Path folder;

  @Test
  void theChartTakesWhatTheScenariosTellIt() throws Exception {
    assumeTrue(
        ServiceLoader.load(NativeLibrary.class).findFirst().isPresent(),
        "test of the chart's values for a real cluster: helm-java has no Helm library for this machine");
    KubeSettings settings =
        new KubeSettings(
            "registry.example.com:5000/team/operator:1.0",
            "runner@sha256:" + "0".repeat(64),
            "Never",
            Optional.of("http://s3.example.com:9000"),
            Optional.empty(),
            "us-east-1",
            "bucket",
            "key",
            "secret");

    String chart = render(settings);

    assertThat(chart)
        .contains("image: \"registry.example.com:5000/team/operator:1.0\"")
        .contains("value: \"runner@sha256:" + "0".repeat(64) + "\"")
        .contains("imagePullPolicy: Never")
        .containsPattern("name: SPARKBENCH_S3_ENDPOINT\n +value: \"http://s3.example.com:9000\"")
        .containsPattern("name: SPARKBENCH_S3_PATH_STYLE_ACCESS\n +value: \"true\"")
        .containsPattern("name: SPARKBENCH_WATCH_NAMESPACES\n +value: \"jobs\"")
        .containsPattern("name: SPARKBENCH_S3_CREDENTIALS_SECRET\n +value: \"credentials\"")
        .containsPattern("name: SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE\n +value: \"?jobs\"?\n")
        .containsPattern("name: SPARKBENCH_GATEWAY_PLAIN_HTTP\n +value: \"true\"")
        // The Secret is the scenarios' own business.
        .doesNotContain("kind: Secret");
  }

  private String render(KubeSettings settings) throws Exception {
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, Serialization.asYaml(settings.chartValues("jobs", "credentials")));
    return new Helm(settings.chart())
        .template()
        .withKubeVersion("1.36.0")
        .withValuesFile(values)
        .call();
  }
}
