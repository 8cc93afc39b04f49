// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RequestText;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.Versioned;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.spec.Benchmark;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The environment variables of the runner's container in driver and report pods. */
final class DriverEnvironment {

  private static final String LOCAL_DIRS = "SPARK_LOCAL_DIRS";

  private DriverEnvironment() {}

  /**
   * All variables: those of the template, unless the runner needs others of the same name.
   *
   * @param given the template's
   * @param request the variable with the request
   * @param heapMiB the heap of the driver's JVM
   * @param answerBytes the longest answer
   */
  static List<EnvVar> of(
      List<EnvVar> given, EnvVar request, Benchmark benchmark, int heapMiB, int answerBytes) {
    List<EnvVar> own = new ArrayList<>();
    own.add(request);
    own.add(value(AnswerLimit.VARIABLE, String.valueOf(answerBytes)));
    if (!Contract.REPORT_VARIABLE.equals(request.getName())) {
      benchmark
          .workload()
          .tableFormat(benchmark.dataset())
          .ifPresent(format -> own.add(value(Contract.TABLE_FORMAT_VARIABLE, format)));
    }
    own.add(value(Contract.DRIVER_MEMORY_VARIABLE, heapMiB + "m"));
    own.add(field(Contract.POD_NAME_VARIABLE, "metadata.name"));
    own.add(field(Contract.POD_NAMESPACE_VARIABLE, "metadata.namespace"));
    own.add(field(Contract.POD_IP_VARIABLE, "status.podIP"));
    own.add(value(Contract.SCRATCH_VARIABLE, Scratch.PATH));
    if (given.stream().noneMatch(variable -> LOCAL_DIRS.equals(variable.getName()))) {
      own.add(value(LOCAL_DIRS, Scratch.PATH + "/spark"));
    }
    benchmark
        .pods()
        .settings()
        .credentialsSecret()
        .ifPresent(
            secret -> {
              own.add(secret("AWS_ACCESS_KEY_ID", secret, false));
              own.add(secret("AWS_SECRET_ACCESS_KEY", secret, false));
              own.add(secret("AWS_SESSION_TOKEN", secret, true));
            });
    Optional.ofNullable(benchmark.storage().results())
        .map(Storage.Results::credentialsSecret)
        .ifPresent(
            secret -> {
              own.add(resultSecret("AWS_ACCESS_KEY_ID", secret, false));
              own.add(resultSecret("AWS_SECRET_ACCESS_KEY", secret, false));
              own.add(resultSecret("AWS_SESSION_TOKEN", secret, true));
            });
    Optional.ofNullable(benchmark.storage().certificates())
        .ifPresent(
            from -> own.add(value(Storage.CERTIFICATES_VARIABLE, Storage.CERTIFICATES_PATH)));
    List<EnvVar> all = new ArrayList<>();
    given.stream()
        .filter(g -> own.stream().noneMatch(o -> o.getName().equals(g.getName())))
        .forEach(all::add);
    all.addAll(own);
    return all;
  }

  /**
   * The variable with the request of a pod.
   *
   * @param benchmark with all its variants
   */
  static EnvVar request(
      SparkBenchmarkJob job, Benchmark benchmark, SparkBenchmarkJobStatus status, CurrentPod pod) {
    return switch (pod.purpose()) {
      case Prepare ->
          request(
              Contract.PREPARE_VARIABLE,
              Requests.run(benchmark, status, pod, DriverPods.executorLabels(job, pod)));
      case Run ->
          request(
              Contract.RUN_VARIABLE,
              Requests.run(benchmark, status, pod, DriverPods.executorLabels(job, pod)));
      case Report -> request(Contract.REPORT_VARIABLE, Requests.report(benchmark, status));
    };
  }

  private static EnvVar request(String variable, Versioned document) {
    return value(variable, RequestText.of(variable, document));
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(escaped(value)).build();
  }

  /**
   * Escapes dollar signs. Kubernetes expands {@code $(NAME)} in values, and turns two dollar signs
   * into one.
   */
  private static String escaped(String value) {
    return value.replace("$", "$$");
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static EnvVar resultSecret(String key, String secret, boolean optional) {
    return secret(Storage.RESULTS_VARIABLE_PREFIX + key, key, secret, optional);
  }

  private static EnvVar secret(String key, String secret, boolean optional) {
    return secret(key, key, secret, optional);
  }

  private static EnvVar secret(String name, String key, String secret, boolean optional) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(key)
        .withOptional(optional ? Boolean.TRUE : null)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
