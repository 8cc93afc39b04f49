// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.spec.JobDefaults;
import dev.sparkbench.controller.spec.JobDefaultsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Resources and defaults for tests. */
public final class Manifests {

  /** Defaults as an operator's configuration would give them. */
  public static final JobDefaults DEFAULTS =
      JobDefaultsBuilder.builder()
          .image("runner:1")
          .imagePullPolicy(Optional.of("IfNotPresent"))
          .imagePullSecrets(List.of("registry"))
          .bucket(Optional.of("bucket"))
          .endpoint(Optional.of("http://s3:9000"))
          .region(Optional.of("eu-central-1"))
          .pathStyleAccess(true)
          .credentialsSecret(Optional.of("s3-credentials"))
          .serviceAccount(Optional.of("jobs"))
          .driver(new JobDefaults.Size(1, "1Gi"))
          .executor(new JobDefaults.Size(1, "1Gi"))
          .build();

  private static final CustomResourceDefinition CRD = crd();

  private Manifests() {}

  /** A benchmark of one trial with these node counts. */
  public static SparkBenchmarkJob benchmark(String nodeList) {
    return benchmark(nodeList, "");
  }

  /**
   * The same with further fields of the spec, as YAML indented by two. One trial, unless these say
   * otherwise.
   */
  public static SparkBenchmarkJob benchmark(String nodeList, String more) {
    return smallest(
        nodeList, more.contains("measurement:") ? more : "  measurement: {trials: 1}\n" + more);
  }

  /** A benchmark with only the required fields. */
  public static SparkBenchmarkJob smallest(String nodeList, String more) {
    return manifest(
        """
        apiVersion: sparkbench.dev/v1alpha1
        kind: SparkBenchmarkJob
        metadata:
          name: sales
          namespace: team
          uid: uid-1
          generation: 1
        spec:
          s3Path: user123/datasets/sales.csv
          jobConfig:
            type: descriptive
            tasks: [row_count, min_max_mean]
          nodeList: %s
        %s
        """
            .formatted(nodeList, more));
  }

  /**
   * A benchmark of other work than tasks, on one and two nodes.
   *
   * @param jobConfig as YAML on one line
   * @param more further fields of the spec, as YAML indented by two
   */
  public static SparkBenchmarkJob work(String jobConfig, String more) {
    return work(jobConfig, more, "[1, 2]");
  }

  private static SparkBenchmarkJob work(String jobConfig, String more, String nodeList) {
    return manifest(
        """
        apiVersion: sparkbench.dev/v1alpha1
        kind: SparkBenchmarkJob
        metadata:
          name: own
          namespace: team
          uid: uid-1
          generation: 1
        spec:
          s3Path: user123/data/
          jobConfig: %s
          nodeList: %s
        %s
        """
            .formatted(jobConfig, nodeList, more));
  }

  /** A benchmark named sales, like the others here, with one trial and prepared data. */
  public static SparkBenchmarkJob suite(String nodeList, String more) {
    SparkBenchmarkJob job =
        work(
            "{type: tpch, tpch: {scale: \"1\"}}",
            "  measurement: {trials: 1, iterations: 2}\n" + more,
            nodeList);
    job.getMetadata().setName("sales");
    return job;
  }

  /** A text that hardly gets shorter by compression, with characters of three bytes each. */
  public static String incompressible(int characters) {
    return new Random(1)
        .ints(characters, 0x4e00, 0x9000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A resource from YAML. */
  public static SparkBenchmarkJob manifest(String yaml) {
    return Serialization.unmarshal(yaml, SparkBenchmarkJob.class);
  }

  /** Makes a mock server support the resource, with a status subresource. */
  public static void installCrd(KubernetesMockServer server, KubernetesClient client) {
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(SparkBenchmarkJob.class));
    client.resource(CRD).create();
  }

  private static CustomResourceDefinition crd() {
    Path crd =
        Path.of(
            System.getProperty("sparkbench.root"), "crds/sparkbenchmarkjobs.sparkbench.dev.yaml");
    try {
      return Serialization.unmarshal(Files.readString(crd), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
