// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SparkConfNames;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class KubernetesPropertiesTest {

  private static final DriverPod POD =
      new DriverPod("job-s1-n2-t1-a1", "team-a", "10.0.0.1", "https://10.96.0.1:443", "/tmp");

  @Test
  void areAllThatASessionIsStartedWith() {
    assertThat(properties(request()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                // The driver.
                Map.entry("spark.app.name", "job 2_nodes"),
                Map.entry("spark.master", "k8s://https://10.96.0.1:443"),
                Map.entry("spark.submit.deployMode", "client"),
                Map.entry("spark.driver.host", "10.0.0.1"),
                Map.entry("spark.driver.bindAddress", "10.0.0.1"),
                Map.entry("spark.kubernetes.namespace", "team-a"),
                Map.entry("spark.kubernetes.driver.pod.name", "job-s1-n2-t1-a1"),
                Map.entry("spark.kubernetes.driver.service.deleteOnTermination", "false"),
                Map.entry("spark.kubernetes.driver.ownPersistentVolumeClaim", "false"),
                Map.entry("spark.kubernetes.driver.reusePersistentVolumeClaim", "false"),
                // The executors.
                Map.entry("spark.kubernetes.executor.podNamePrefix", "job-s1-n2-t1-a1"),
                Map.entry("spark.kubernetes.executor.podTemplateFile", "/tmp/template.yaml"),
                Map.entry("spark.kubernetes.executor.podTemplateContainerName", "executor"),
                Map.entry("spark.kubernetes.executor.disableConfigMap", "true"),
                Map.entry("spark.kubernetes.container.image", "registry.example/runner:1"),
                Map.entry("spark.kubernetes.container.image.pullPolicy", "IfNotPresent"),
                Map.entry("spark.kubernetes.container.image.pullSecrets", "pull-secret"),
                Map.entry("spark.kubernetes.authenticate.executor.serviceAccountName", "runner"),
                Map.entry("spark.kubernetes.executor.request.cores", "2"),
                Map.entry("spark.kubernetes.executor.limit.cores", "2"),
                Map.entry("spark.kubernetes.allocation.batch.size", "2"),
                Map.entry("spark.executor.maxNumFailures", "3"),
                Map.entry("spark.plugins", "dev.sparkbench.runner.machine.WatchPlugin"),
                Map.entry(
                    "spark.hadoop.fs.s3a.audit.execution.interceptors",
                    "dev.sparkbench.runner.machine.ThrottledRequests"),
                // The pins: 8 is the largest node count, 4, times 2 cores.
                Map.entry("spark.sql.files.minPartitionNum", "8"),
                Map.entry("spark.sql.shuffle.partitions", "8"),
                Map.entry("spark.sql.adaptive.coalescePartitions.enabled", "true"),
                Map.entry("spark.sql.adaptive.coalescePartitions.minPartitionNum", "8"),
                Map.entry("spark.executor.instances", "2"),
                Map.entry("spark.executor.cores", "2"),
                Map.entry("spark.executor.memory", "1024m"),
                Map.entry("spark.scheduler.minRegisteredResourcesRatio", "0.0"),
                Map.entry("spark.dynamicAllocation.enabled", "false"),
                Map.entry("spark.speculation", "false"),
                Map.entry("spark.ui.enabled", "false"),
                Map.entry("spark.sql.caseSensitive", "true"),
                Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
                Map.entry("spark.sql.session.timeZone", "UTC"),
                // The store.
                Map.entry("spark.hadoop.fs.s3a.endpoint", "http://store:9000"),
                Map.entry("spark.hadoop.fs.s3a.connection.ssl.enabled", "false"),
                Map.entry("spark.hadoop.fs.s3a.endpoint.region", "eu-west-1"),
                Map.entry("spark.hadoop.fs.s3a.path.style.access", "true"),
                Map.entry(
                    "spark.hadoop.fs.s3a.aws.credentials.provider",
                    "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider"),
                Map.entry("spark.hadoop.fs.s3a.attempts.maximum", "5"),
                Map.entry("spark.hadoop.fs.s3a.retry.throttle.limit", "8"),
                Map.entry("spark.hadoop.fs.s3a.retry.throttle.interval", "100ms"),
                Map.entry("spark.hadoop.fs.s3a.retry.limit", "3"),
                Map.entry("spark.hadoop.fs.s3a.retry.interval", "500ms"),
                Map.entry("spark.hadoop.fs.s3a.connection.establish.timeout", "15s"),
                Map.entry("spark.hadoop.fs.s3a.connection.timeout", "60s")));
  }

  @Test
  void letTheUserChangeDefaultsButNotPins() {
    Map<String, String> properties =
        properties(
            request()
                .sparkConf(
                    Map.of(
                        "spark.memory.fraction",
                        "0.7",
                        "spark.hadoop.fs.s3a.retry.limit",
                        "5",
                        "spark.executor.instances",
                        "99")));

    assertThat(properties)
        .containsEntry("spark.memory.fraction", "0.7")
        .containsEntry("spark.hadoop.fs.s3a.retry.limit", "5")
        .containsEntry("spark.executor.instances", "2");
  }

  /** So that no property of {@code sparkConf} is overridden without a word. */
  @Test
  void overrideOnlyWhatAManifestMayNotSet(@TempDir Path scratch) {
    DriverPod pod =
        new DriverPod(POD.name(), POD.namespace(), POD.ip(), POD.apiServer(), scratch.toString());
    for (Partitions partitions : Partitions.values()) {
      for (String format : List.of("csv", "delta", "iceberg")) {
        RunRequests requests = request().format(format).partitions(partitions).eventLog();
        Set<String> names =
            new TreeSet<>(KubernetesProperties.of(requests.build(), pod, scratch).keySet());
        names.addAll(PinnedProperties.ofDataset(requests.build(), 1 << 20).keySet());
        assertThat(names)
            .filteredOn(
                name -> {
                  RunRequest theirs = requests.sparkConf(Map.of(name, "theirs")).build();
                  Map<String, String> used =
                      new TreeMap<>(KubernetesProperties.of(theirs, pod, scratch));
                  used.putAll(PinnedProperties.ofDataset(theirs, 1 << 20));
                  return !used.get(name).contains("theirs");
                })
            .as("the runner overrides these; add them to SparkConfNames, or keep the manifest's")
            .isNotEmpty()
            .noneMatch(name -> SparkConfNames.maySet(name, partitions, true));
      }
    }
  }

  @Test
  void keepTheUsersPlugins() {
    assertThat(properties(request().sparkConf(Map.of("spark.plugins", "com.example.Plugin"))))
        .containsEntry(
            "spark.plugins", "com.example.Plugin,dev.sparkbench.runner.machine.WatchPlugin");
  }

  /** Those that an administrator allows. */
  @Test
  void keepTheUsersExtensionsBesideThoseOfATableFormat() {
    assertThat(
            properties(
                request()
                    .format("delta")
                    .sparkConf(Map.of("spark.sql.extensions", "com.example.Extension"))))
        .containsEntry(
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension,com.example.Extension");
  }

  @Test
  void bringATableFormatToExecutors() {
    assertThat(properties(request().format("delta")))
        .containsEntry("spark.executorEnv.SPARKBENCH_TABLE_FORMAT", "delta")
        .containsEntry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    assertThat(properties(request().format("iceberg")))
        .containsEntry("spark.executorEnv.SPARKBENCH_TABLE_FORMAT", "iceberg")
        .containsEntry("spark.sql.catalog.default_iceberg.type", "hadoop");
  }

  @Test
  void leaveTheCpuUnlimitedWhenAskedTo() {
    assertThat(properties(request().limitCpu(false)))
        .containsEntry("spark.kubernetes.executor.request.cores", "2")
        .doesNotContainKey("spark.kubernetes.executor.limit.cores");
  }

  @Test
  void leaveAwsToFindItsOwnEndpointAndRegion() {
    assertThat(S3aProperties.of(new Storage(null, null, false)))
        .doesNotContainKey("spark.hadoop.fs.s3a.endpoint")
        .doesNotContainKey("spark.hadoop.fs.s3a.endpoint.region")
        .doesNotContainKey("spark.hadoop.fs.s3a.connection.ssl.enabled")
        .containsEntry("spark.hadoop.fs.s3a.path.style.access", "false");
    assertThat(S3aProperties.of(new Storage("https://store", null, true)))
        .containsEntry("spark.hadoop.fs.s3a.connection.ssl.enabled", "true")
        .containsEntry("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
  }

  private static RunRequests request() {
    return RunRequests.of("s3://bucket/key")
        .storage(new Storage("http://store:9000", "eu-west-1", true))
        .startSeconds(300);
  }

  private static Map<String, String> properties(RunRequests request) {
    return KubernetesProperties.of(request.build(), POD, Path.of("/tmp/template.yaml"));
  }

  @Test
  void assumesTheRoleThatIsNamed() {
    assertThat(
            S3aProperties.addedTo(
                Map.of("spark.hadoop.fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/reader"),
                new Storage(null, null, false)))
        .containsEntry("spark.hadoop.fs.s3a.aws.credentials.provider", AssumedRole.class.getName());
  }

  @Test
  void keepsTheInterceptorsOfTheManifest() {
    String name = "spark.hadoop.fs.s3a.audit.execution.interceptors";
    assertThat(
            S3aProperties.addedTo(
                Map.of(name, "com.example.Audit"), new Storage(null, null, false)))
        .containsEntry(name, "com.example.Audit,dev.sparkbench.runner.machine.ThrottledRequests");
  }

  @Test
  void givesTheBucketOfTheResultsCredentialsOfItsOwn() {
    Storage storage =
        new Storage(null, null, false, null, new Storage.Results("results", "keys"), null);

    assertThat(S3aProperties.of(storage))
        .containsEntry(
            "spark.hadoop.fs.s3a.bucket.results.aws.credentials.provider",
            ResultCredentials.class.getName());
    assertThat(
            new ResultCredentials(
                    Map.of(
                        "SPARKBENCH_RESULTS_AWS_ACCESS_KEY_ID", "id",
                        "SPARKBENCH_RESULTS_AWS_SECRET_ACCESS_KEY", "key"))
                .resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("id", "key"));
    assertThatThrownBy(() -> new ResultCredentials(Map.of()).resolveCredentials())
        .hasMessageContaining("their Secret has no AWS_ACCESS_KEY_ID");
  }
}
