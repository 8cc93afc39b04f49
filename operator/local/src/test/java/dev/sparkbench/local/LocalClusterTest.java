// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.local.kubelet.LocalImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

  private static final Map<String, LocalImage> IMAGES =
      Map.of("shell", new LocalImage(List.of("/bin/sh", "-c"), Map.of()));

  @TempDir Path folder;

  @Test
  void whatABenchmarkNeedsIsThere() {
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      assertThat(
              cluster
                  .client()
                  .apiextensions()
                  .v1()
                  .customResourceDefinitions()
                  .withName("sparkbenchmarkjobs.sparkbench.dev")
                  .get()
                  .getStatus()
                  .getConditions())
          .extracting(condition -> condition.getType() + "=" + condition.getStatus())
          .containsExactly("NamesAccepted=True", "Established=True");
      assertThat(
              cluster
                  .client()
                  .secrets()
                  .inNamespace("default")
                  .withName("s3-credentials")
                  .get()
                  .getData())
          .containsOnlyKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
      assertThat(OperatorConfig.fromEnvironment(cluster.operatorEnvironment()).defaults().bucket())
          .contains("sparkbench");
    }
  }

  @Test
  void theKubeconfigIsForItsOwnerAndLetsClientsIn() throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      cluster.writeKubeconfig(kubeconfig);
      // Again, as after a crash.
      cluster.writeKubeconfig(kubeconfig);

      assertThat(Files.getPosixFilePermissions(kubeconfig))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      Config config = Config.fromKubeconfig(kubeconfig.toFile());
      assertThat(config.isTrustCerts()).isFalse();
      assertThat(config.getAutoOAuthToken()).isEqualTo(cluster.token());
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        assertThat(client.secrets().withName("s3-credentials").get()).isNotNull();
      }
    }
  }

  @Test
  void theGatewayLetsInWhoHasTheToken() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      URI submitJob = cluster.startGateway().resolve("/submit-job?wait=false");
      String request =
          """
          {"job_id": "job_001", "s3_path": "user/sales.csv", "node_list": [1, 2],
           "job_config": {"type": "descriptive", "tasks": ["row_count"]}}
          """;
      assertThat(GatewayRequests.post(submitJob, "made-up", request).statusCode()).isEqualTo(401);
      assertThat(GatewayRequests.post(submitJob, cluster.token(), request).body())
          .isEqualTo("{\"status\":\"PENDING\",\"data\":{\"job_id\":\"job_001\"}}");
      assertThat(
              cluster
                  .client()
                  .resources(SparkBenchmarkJob.class)
                  .withName("id-job-0001")
                  .get()
                  .getSpec()
                  .nodeList())
          .containsExactly(1, 2);
      // The same again finds it there.
      assertThat(GatewayRequests.post(submitJob, cluster.token(), request).statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void podsRunAndTheirLogsAreFound() {
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      Pod pod = cluster.client().resource(pod("echo hello")).create();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  cluster.client().resource(pod).get().getStatus().getPhase().equals("Succeeded"));

      Path log = cluster.kubelet().logFile("default", "p", "").orElseThrow();
      assertThat(log).hasContent("hello").startsWith(cluster.podsFolder());
    }
  }

  @Test
  void whatPodsMustFindCanBeMade() {
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      cluster.createNamespace("team");
      cluster.createServiceAccount("team", "own");
      cluster.createServiceAccount("team", "own");
      cluster.createServiceAccount("team", "default");
      cluster.createPriorityClass("low");

      Pod pod =
          new PodBuilder(pod("exit 0"))
              .editMetadata()
              .withNamespace("team")
              .endMetadata()
              .editSpec()
              .withServiceAccountName("own")
              .withPriorityClassName("low")
              .endSpec()
              .build();
      assertThat(cluster.client().resource(pod).create().getSpec().getPriority()).isZero();
      assertThat(
              cluster
                  .client()
                  .secrets()
                  .inNamespace("team")
                  .withName(LocalCluster.CREDENTIALS_SECRET)
                  .get())
          .isNotNull();
    }
  }

  @Test
  void objectsAreThereAgainAndAreNotUploadedTwice() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    S3Uri target = new S3Uri(LocalCluster.BUCKET, "user/data.csv");
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES);
        DatasetUpload upload = new DatasetUpload(cluster.s3())) {
      assertThat(upload.upload(file, target)).isTrue();
      assertThat(cluster.bucketFolder("sparkbench").resolve("user/data.csv")).hasContent("content");
    }
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES);
        DatasetUpload upload = new DatasetUpload(cluster.s3())) {
      assertThat(upload.upload(file, target)).isFalse();
      Files.writeString(file, "other content");
      assertThat(upload.upload(file, target)).isTrue();
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    LocalCluster cluster = LocalCluster.start(folder, IMAGES);
    cluster.client().resource(pod("exec sleep 60")).create();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive));
    cluster.close();
    cluster.close();

    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static Pod pod(String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("p")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("shell")
        .withArgs(script)
        .endContainer()
        .endSpec()
        .build();
  }
}
