// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.settings.Variables.BUCKET;
import static dev.sparkbench.controller.settings.Variables.NAMESPACES;

import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.settings.Variables;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.Allowed.Template;
import dev.sparkbench.controller.spec.Heap;
import dev.sparkbench.controller.spec.JobDefaults;
import dev.sparkbench.controller.spec.JobDefaultsBuilder;
import dev.sparkbench.controller.spec.Patterns;
import dev.sparkbench.controller.spec.PodTemplates;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operator's environment variables. */
final class Settings {

  private static final String RUNNER_IMAGE = "SPARKBENCH_RUNNER_IMAGE";
  private static final String PULL_POLICY = "SPARKBENCH_RUNNER_IMAGE_PULL_POLICY";
  private static final String PULL_SECRETS = "SPARKBENCH_RUNNER_IMAGE_PULL_SECRETS";
  private static final String ENDPOINT = "SPARKBENCH_S3_ENDPOINT";
  private static final String REGION = "SPARKBENCH_S3_REGION";
  private static final String PATH_STYLE = "SPARKBENCH_S3_PATH_STYLE_ACCESS";
  private static final String CREDENTIALS = "SPARKBENCH_S3_CREDENTIALS_SECRET";
  private static final String SERVICE_ACCOUNT = "SPARKBENCH_JOB_SERVICE_ACCOUNT";
  private static final String DRIVER_CORES = "SPARKBENCH_DRIVER_CORES";
  private static final String DRIVER_MEMORY = "SPARKBENCH_DRIVER_MEMORY";
  private static final String EXECUTOR_CORES = "SPARKBENCH_EXECUTOR_CORES";
  private static final String EXECUTOR_MEMORY = "SPARKBENCH_EXECUTOR_MEMORY";
  private static final String LEASE = "SPARKBENCH_LEADER_ELECTION_LEASE";
  private static final String POD_NAME = "SPARKBENCH_POD_NAME";
  private static final String POD_NAMESPACE = "SPARKBENCH_POD_NAMESPACE";
  private static final String HEALTH_HOST = "SPARKBENCH_HEALTH_HOST";
  private static final String HEALTH_PORT = "SPARKBENCH_HEALTH_PORT";

  private static final String OPERATOR_NAMESPACE = "SPARKBENCH_ALLOWED_OPERATOR_NAMESPACE";
  private static final String IMAGES = "SPARKBENCH_ALLOWED_IMAGES";
  private static final String SERVICE_ACCOUNTS = "SPARKBENCH_ALLOWED_SERVICE_ACCOUNTS";
  private static final String SECRETS = "SPARKBENCH_ALLOWED_SECRETS";
  private static final String SPARK_PROPERTIES = "SPARKBENCH_ALLOWED_SPARK_PROPERTIES";
  private static final String APPLICATIONS = "SPARKBENCH_ALLOWED_APPLICATIONS";
  private static final String ANY_POD_TEMPLATE = "SPARKBENCH_ALLOWED_ANY_POD_TEMPLATE";
  private static final String VOLUMES = "SPARKBENCH_ALLOWED_VOLUMES";
  private static final String CONTAINER_IMAGES = "SPARKBENCH_ALLOWED_CONTAINER_IMAGES";
  private static final String ENVIRONMENT = "SPARKBENCH_ALLOWED_ENVIRONMENT";
  private static final String ANNOTATIONS = "SPARKBENCH_ALLOWED_ANNOTATIONS";
  private static final String PRIORITY_CLASSES = "SPARKBENCH_ALLOWED_PRIORITY_CLASSES";

  private static final Set<String> KNOWN =
      Set.of(
          OPERATOR_NAMESPACE,
          IMAGES,
          SERVICE_ACCOUNTS,
          SECRETS,
          SPARK_PROPERTIES,
          APPLICATIONS,
          ANY_POD_TEMPLATE,
          VOLUMES,
          CONTAINER_IMAGES,
          ENVIRONMENT,
          ANNOTATIONS,
          PRIORITY_CLASSES,
          RUNNER_IMAGE,
          PULL_POLICY,
          PULL_SECRETS,
          BUCKET,
          ENDPOINT,
          REGION,
          PATH_STYLE,
          CREDENTIALS,
          SERVICE_ACCOUNT,
          DRIVER_CORES,
          DRIVER_MEMORY,
          EXECUTOR_CORES,
          EXECUTOR_MEMORY,
          NAMESPACES,
          LEASE,
          POD_NAME,
          POD_NAMESPACE,
          HEALTH_HOST,
          HEALTH_PORT);

  private final Variables variables;

  Settings(Map<String, String> environment) {
    variables = new Variables("the operator", environment, KNOWN);
  }

  JobDefaults jobDefaults() {
    return JobDefaultsBuilder.builder()
        .image(variables.required(RUNNER_IMAGE, "the image of the drivers and executors"))
        .imagePullPolicy(variables.choice(PULL_POLICY, "Always", "IfNotPresent", "Never"))
        .imagePullSecrets(variables.list(PULL_SECRETS))
        .bucket(variables.text(BUCKET))
        .endpoint(
            variables.checked(
                ENDPOINT,
                value -> value.matches("https?://[^/?#@\\s]+/?"),
                "must be of the form https://host:port"))
        .region(variables.text(REGION))
        .pathStyleAccess(variables.flag(PATH_STYLE))
        .credentialsSecret(variables.text(CREDENTIALS))
        .serviceAccount(variables.text(SERVICE_ACCOUNT))
        .driver(size(DRIVER_CORES, DRIVER_MEMORY))
        .executor(size(EXECUTOR_CORES, EXECUTOR_MEMORY))
        .build();
  }

  Allowed allowed() {
    boolean closed = !variables.flag(OPERATOR_NAMESPACE);
    return new Allowed(
        variables.text(POD_NAMESPACE).filter(namespace -> closed),
        patterns(IMAGES),
        patterns(SERVICE_ACCOUNTS),
        patterns(SECRETS),
        patterns(SPARK_PROPERTIES),
        variables.flag(APPLICATIONS),
        new Template(
            variables.flag(ANY_POD_TEMPLATE),
            volumes(),
            patterns(CONTAINER_IMAGES),
            patterns(ENVIRONMENT),
            new Patterns(variables.list(ANNOTATIONS, Template.ANNOTATIONS)),
            patterns(PRIORITY_CLASSES)));
  }

  private Set<String> volumes() {
    List<String> kinds = variables.list(VOLUMES, Template.VOLUMES);
    kinds.stream()
        .filter(kind -> !PodTemplates.volumeKinds().contains(kind))
        .forEach(
            kind ->
                variables.problem(
                    "%s has '%s', which is not a kind of volume; known are %s",
                    VOLUMES, kind, PodTemplates.volumeKinds()));
    return Set.copyOf(kinds);
  }

  private Patterns patterns(String name) {
    return new Patterns(variables.list(name));
  }

  Set<String> namespaces() {
    return Set.copyOf(variables.list(NAMESPACES));
  }

  Optional<Leadership> leadership() {
    return variables
        .text(LEASE)
        .map(
            lease ->
                new Leadership(
                    lease,
                    variables.required(
                        POD_NAMESPACE, "the namespace of the Lease %s".formatted(lease)),
                    variables.required(
                        POD_NAME, "this replica's name in the Lease %s".formatted(lease))));
  }

  InetSocketAddress http() {
    // All interfaces by default, because the kubelet connects from outside the pod.
    return variables.address(HEALTH_HOST, HEALTH_PORT);
  }

  void failIfAnythingWasWrong() {
    variables.failIfAnythingWasWrong();
  }

  private JobDefaults.Size size(String cores, String memory) {
    return new JobDefaults.Size(
        variables
            .checked(
                cores,
                value -> value.matches("[1-9]|[1-5][0-9]|6[0-4]"),
                "must be a whole number from 1 to 64")
            .map(Integer::valueOf)
            .orElse(JobDefaults.Size.DEFAULT.cores()),
        variables.checked(memory, Heap::problemWith).orElse(JobDefaults.Size.DEFAULT.memory()));
  }
}
