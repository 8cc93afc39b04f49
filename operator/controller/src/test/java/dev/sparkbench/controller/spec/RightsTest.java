// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.DEFAULTS;
import static dev.sparkbench.controller.Manifests.benchmark;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The messages about what is not allowed. The tests of the chart check what is refused, and that
 * the chart's admission policy refuses the same.
 */
class RightsTest {

  private static final String LONG_LIST = "allowed here are";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # spec                                                  | what is wrong
          image: mine:1                                           | spec.image: 'mine:1' is not allowed; leave it out for runner:1, or have an administrator allow it by jobs.allowed.images
          serviceAccountName: operator                            | spec.serviceAccountName: 'operator' is not allowed; leave it out for jobs, or have an administrator allow it by jobs.allowed.serviceAccounts
          imagePullSecrets: [{name: other}]                       | spec.imagePullSecrets: 'other' is not allowed; leave it out for registry, or have an administrator allow it by jobs.allowed.secrets
          storage: {credentialsSecret: of-somebody}               | spec.storage.credentialsSecret: 'of-somebody' is not allowed; leave it out for s3-credentials, or have an administrator allow it by jobs.allowed.secrets
          sparkConf: {spark.plugins: a.B}                         | spec.sparkConf: 'spark.plugins' is not allowed, as it can run code or lead elsewhere; an administrator can allow it by jobs.allowed.sparkProperties
          sparkConf: {spark.some.thing: a}                        | spec.sparkConf: 'spark.some.thing' is not among the properties that only tune Spark; an administrator can allow it by jobs.allowed.sparkProperties
          sparkConf: {spark.executorEnv.A: a}                     | spec.sparkConf: 'spark.executorEnv.A' is not allowed; use env of the container executor of executor.podTemplate
          sparkConf: {spark.executor.extraJavaOptions: '-XX:OnError=hush -XX:+UseSerialGC'} | spec.sparkConf: 'spark.executor.extraJavaOptions' '-XX:OnError=…' is not allowed, as some options run code; allowed are those such as -XX:+UseParallelGC, -XX:MaxGCPauseMillis=200, -Xlog:gc or -Duser.timezone=UTC; an administrator can allow it by jobs.allowed.sparkProperties
          sparkConf: {spark.hadoop.fs.s3a.bucket.a.b.endpoint: x} | spec.sparkConf: 'spark.hadoop.fs.s3a.bucket.a.b.endpoint' is set by the operator; use storage
          driver: {podTemplate: {spec: {priorityClassName: high}}} | spec.driver.podTemplate.spec.priorityClassName: 'high' is not allowed, as its pods could drive out others; an administrator can allow it by jobs.allowed.podTemplates.priorityClasses
          executor: {podTemplate: {metadata: {annotations: {iam.amazonaws.com/role: a}}}} | spec.executor.podTemplate.metadata.annotations: 'iam.amazonaws.com/role' is not allowed, as some annotations give rights; an administrator can allow it by jobs.allowed.podTemplates.annotations
          driver: {podTemplate: {spec: {volumes: [{name: a, secret: {secretName: b}}]}}} | spec.driver.podTemplate.spec.volumes[0].secret: is not allowed; allowed are [configMap, downwardAPI, emptyDir, ephemeral]; an administrator can allow it by jobs.allowed.podTemplates.volumes
          driver: {podTemplate: {spec: {containers: [{name: x, image: 'a:1'}]}}} | spec.driver.podTemplate.spec.containers[0].image: 'a:1' is not allowed in addition to driver, as it would have the rights of the pod's service account; an administrator can allow it by jobs.allowed.podTemplates.containerImages
          driver: {podTemplate: {spec: {containers: [{name: driver, env: [{name: LD_PRELOAD, value: a}]}]}}} | spec.driver.podTemplate.spec.containers[0].env[0].name: 'LD_PRELOAD' is not allowed, as some variables make programs run code; an administrator can allow it by jobs.allowed.podTemplates.environment
          driver: {podTemplate: {spec: {containers: [{name: driver, volumeMounts: [{name: a, mountPath: /app}]}]}}} | spec.driver.podTemplate.spec.containers[0].volumeMounts[0].mountPath: '/app' is not allowed, as programs could lie there; mount it below /mnt, /data, /scratch or /tmp
          driver: {podTemplate: {spec: {securityContext: {runAsUser: 0}}}} | spec.driver.podTemplate.spec.securityContext.runAsUser: 0 is not allowed; give another user than root
          executor: {podTemplate: {spec: {containers: [{name: executor, securityContext: {privileged: true}}]}}} | spec.executor.podTemplate.spec.containers[0].securityContext.privileged: 'true' is not allowed; it must be false, or left out
          executor: {podTemplate: {spec: {containers: [{name: executor, securityContext: {capabilities: {add: [NET_ADMIN]}}}]}}} | spec.executor.podTemplate.spec.containers[0].securityContext.capabilities.add: is not allowed; allowed here are [drop]; an administrator can allow it by jobs.allowed.podTemplates.everything
          """)
  void saysWhatWorksInstead(String spec, String expected) {
    assertThat(problems(Allowed.NOTHING, spec)).containsExactly(expected);
  }

  @Test
  void aProgramOfTheUsersOwnIsAllowedByAnAdministratorOnly() {
    SparkBenchmarkJob job =
        Manifests.work("{type: application, application: {mainClass: a.B, jar: a.jar}}", "");
    assertThat(new SpecResolver(Manifests.DEFAULTS, Allowed.NOTHING).resolve(job))
        .isEqualTo(
            new Resolution.Invalid(
                List.of(
                    new Violation(
                        "spec.jobConfig.type",
                        "application is not allowed, as its program has the rights of the pods' service account and the keys of the store; use another type, or have an administrator set jobs.allowed.applications"))));
    assertThat(
            new SpecResolver(Manifests.DEFAULTS, Allowed.NOTHING.withApplications()).resolve(job))
        .isInstanceOf(Resolution.Valid.class);
  }

  @Test
  void theOperatorsOwnNamespaceIsClosed() {
    Allowed closed =
        new Allowed(
            Optional.of("team"),
            Patterns.NONE,
            Patterns.NONE,
            Patterns.NONE,
            Patterns.NONE,
            false,
            Allowed.Template.RESTRICTED);
    assertThat(problems(closed, ""))
        .containsExactly(
            "metadata.namespace: 'team' is the operator's own, where pods could take its rights; apply the benchmark in another namespace, one of jobNamespaces, or let an administrator set jobs.allowed.operatorNamespace");
  }

  @Test
  void whatAnAdministratorListedIsAllowed() {
    Allowed allowed =
        new Allowed(
            Optional.of("sparkbench"),
            new Patterns(List.of("r.example.com/bench/*")),
            new Patterns(List.of("bench-*", "x")),
            new Patterns(List.of("lake")),
            new Patterns(List.of("spark.plugins")),
            false,
            new Allowed.Template(
                false,
                Set.of("persistentVolumeClaim"),
                new Patterns(List.of("proxy:*")),
                new Patterns(List.of("TOOL_*")),
                new Patterns(List.of("a.b/*")),
                new Patterns(List.of("low"))));
    assertThat(
            problems(
                allowed,
                """
                image: r.example.com/bench/runner:1
                  serviceAccountName: bench-a
                  imagePullSecrets: [{name: lake}]
                  storage: {credentialsSecret: lake}
                  sparkConf: {spark.plugins: a.B}
                  driver:
                    podTemplate:
                      metadata: {annotations: {a.b/c: d}}
                      spec:
                        priorityClassName: low
                        imagePullSecrets: [{name: registry}, {name: lake}]
                        volumes: [{name: a, persistentVolumeClaim: {claimName: b}}]
                        containers:
                        - {name: driver, env: [{name: TOOL_A, value: b}]}
                        - {name: proxy, image: "proxy:1", command: [sh], env: [{name: B, value: c}]}
                """))
        .isEmpty();
    assertThat(problems(allowed, "image: r.example.com/other/runner:1")).hasSize(1);
    assertThat(problems(allowed, "serviceAccountName: xx")).hasSize(1);
  }

  /** A list of what is allowed may be long; it is shown anyway, because it is the remedy. */
  @Test
  void listsWhatATemplateMayHave() {
    assertThat(problems(Allowed.NOTHING, "driver: {podTemplate: {spec: {hostNetwork: true}}}"))
        .singleElement()
        .asString()
        .startsWith("spec.driver.podTemplate.spec.hostNetwork: is not allowed; " + LONG_LIST)
        .contains("nodeSelector", "tolerations")
        .endsWith("an administrator can allow it by jobs.allowed.podTemplates.everything");
  }

  private static List<String> problems(Allowed allowed, String spec) {
    return new SpecResolver(DEFAULTS, allowed).resolve(benchmark("[1]", "  " + spec))
            instanceof Resolution.Invalid invalid
        ? invalid.violations().stream().map(Violation::toString).toList()
        : List.of();
  }
}
