// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import dev.sparkbench.controller.spec.Violation;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The admission policy and the operator refuse the same. */
@NeedsHelm
class PolicyTest {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Sides STRICT = sides(Chart.DEFAULTS);

  /** Something of every kind is allowed. */
  private static final Sides LISTED =
      sides(
          """
          jobs:
            image: {repository: r.example.com:5000/bench/runner, pullSecrets: [registry]}
            storage: {bucket: bench, credentialsSecret: s3-credentials}
            allowed:
              images: ["r.example.com/team/*", "other:1.0"]
              serviceAccounts: [bench-*]
              secrets: [lake]
              sparkProperties: [spark.plugins, "spark.sql.catalog.*"]
              podTemplates:
                volumes: [emptyDir, persistentVolumeClaim]
                containerImages: ["proxy:*"]
                environment: [TOOL_*]
                annotations: [example.com/*]
                priorityClasses: [low]
          """);

  private static final Sides OPEN =
      sides(
          """
          jobs:
            allowed:
              operatorNamespace: true
              images: ["*"]
              serviceAccounts: ["*"]
              secrets: ["*"]
              sparkProperties: ["*"]
              applications: true
              podTemplates: {everything: true}
          """);

  /** The operator and the policy of one release. */
  private record Sides(SpecResolver operator, Policy policy) {

    List<String> operatorRefuses(String namespace, JsonNode object) {
      SparkBenchmarkJob job = JSON.convertValue(object, SparkBenchmarkJob.class);
      job.getMetadata().setNamespace(namespace);
      return operator.resolve(job) instanceof Resolution.Invalid invalid
          ? invalid.violations().stream().map(Violation::toString).toList()
          : List.of();
    }

    List<String> policyRefuses(String namespace, JsonNode object) {
      return policy.refusals(namespace, object, Optional.empty());
    }
  }

  private static Sides sides(String values) {
    Objects objects = Chart.render(values);
    OperatorConfig config = OperatorConfig.fromEnvironment(Environment.ofOperator(objects));
    return new Sides(
        new SpecResolver(config.defaults(), config.allowed()),
        new Policy(objects.one(ValidatingAdmissionPolicy.class)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          allowed | image: sparkbench-runner:0.1.0-SNAPSHOT
          refused | image: sparkbench-runner:0.1.0-SNAPSHOT-mine
          refused | image: sparkbench-runner:0x1.0-SNAPSHOT
          refused | image: mine:1
          allowed | serviceAccountName: bench-sparkbench-operator-job
          refused | serviceAccountName: bench-sparkbench-operator
          refused | serviceAccountName: default
          refused | imagePullSecrets: [{name: registry}]
          refused | storage: {credentialsSecret: s3-credentials}
          refused | storage: {resultCredentialsSecret: of-somebody, resultPath: 's3://other/x'}
          refused | storage: {certificates: {secret: of-somebody}}
          allowed | storage: {certificates: {configMap: authority}}
          refused | sparkConf: {spark.hadoop.parquet.private.read.filter.predicate: rO0ABQ}
          refused | sparkConf: {spark.hadoop.orc.kryo.sarg: AAAA}
          refused | sparkConf: {spark.hadoop.orc.sarg.column.names: a}
          refused | sparkConf: {spark.hadoop.parquet.read.filter: a.b.C}
          refused | driver: {podTemplate: {metadata: {annotations: {io.kubernetes.cri-o.Devices: /dev/fuse}}}}
          allowed | sparkConf: {spark.hadoop.parquet.block.size: '1048576', spark.hadoop.parquet.enable.dictionary: 'false', spark.hadoop.orc.compress: ZLIB}
          allowed | storage: {endpoint: 'https://minio:9000', resultPath: a/b}
          allowed | sparkConf: {spark.sql.ansi.enabled: 'true', spark.memory.fraction: '0.5', spark.executor.memoryOverhead: 1g}
          allowed | sparkConf: {spark.eventLog.enabled: 'true', spark.eventLog.dir: 's3a://b/events'}
          allowed | sparkConf: {spark.hadoop.fs.s3a.attempts.maximum: '3', spark.serializer: org.apache.spark.serializer.KryoSerializer}
          allowed | sparkConf: {spark.driver.maxResultSize: 2g, spark.network.timeout: 300s, spark.sql.optimizer.excludedRules: a}
          allowed | sparkConf: {spark.executor.extraJavaOptions: '-XX:TieredStopAtLevel=4 -XX:+UseParallelGC  -Xss4m -Duser.timezone=Europe/Berlin'}
          allowed | sparkConf: {spark.decommission.enabled: 'true', spark.port.maxRetries: '3', spark.serializer.objectStreamReset: '1'}
          allowed | sparkConf: {spark.executor.extraJavaOptions: ''}
          refused | sparkConf: {spark.executor.extraJavaOptions: '-XX:OnOutOfMemoryError=sh'}
          refused | sparkConf: {spark.executor.extraJavaOptions: '-XX:+UseParallelGC -javaagent:/tmp/a.jar'}
          refused | sparkConf: {spark.executor.extraJavaOptions: '-Dcom.sun.management.jmxremote.port=1'}
          refused | sparkConf: {spark.executor.extraJavaOptions: '-XX:SharedArchiveFile=/tmp/a'}
          refused | sparkConf: {spark.executor.extraJavaOptions: '-XX:VMOptionsFile=a'}
          refused | sparkConf: {spark.executor.extraJavaOptions: '@/tmp/options'}
          refused | sparkConf: {spark.driver.extraJavaOptions: '-Xss4m'}
          refused | sparkConf: {spark.driver.extraClassPath: /tmp/a.jar}
          refused | sparkConf: {spark.executor.extraClassPath: /tmp/a.jar}
          refused | sparkConf: {spark.executor.extraLibraryPath: /tmp}
          refused | jobConfig: {type: application, application: {mainClass: a.B, jar: jobs/a.jar}}
          allowed | jobConfig: {type: sql, sql: {queries: [{name: a, text: SELECT 1}]}}
          allowed | jobConfig: {type: tpch, tpch: {scale: "1"}}
          allowed | jobConfig: {type: tpcds, tpcds: {scale: "1"}}
          refused | sparkConf: {spark.jars: 's3a://b/a.jar'}
          refused | sparkConf: {spark.jars.packages: 'a:b:1'}
          refused | sparkConf: {spark.files: 's3a://b/a'}
          refused | sparkConf: {spark.archives: 's3a://b/a'}
          refused | sparkConf: {spark.plugins: a.B}
          refused | sparkConf: {spark.extraListeners: a.B}
          refused | sparkConf: {spark.sql.extensions: a.B}
          refused | sparkConf: {spark.sql.catalog.x: a.B}
          refused | sparkConf: {spark.sql.queryExecutionListeners: a.B}
          refused | sparkConf: {spark.kryo.registrator: a.B}
          refused | sparkConf: {spark.executorEnv.LD_PRELOAD: a}
          refused | sparkConf: {spark.executor.resource.gpu.discoveryScript: a}
          refused | sparkConf: {spark.task.resource.gpu.script: a}
          refused | sparkConf: {spark.kubernetes.namespace: kube-system}
          refused | sparkConf: {spark.kubernetes.authenticate.driver.serviceAccountName: a}
          refused | sparkConf: {spark.kubernetes.executor.volumes.hostPath.a.mount.path: /}
          refused | sparkConf: {spark.hadoop.fs.s3a.endpoint: 'http://evil'}
          refused | sparkConf: {spark.hadoop.fs.s3a.bucket.b.endpoint: 'http://evil'}
          refused | sparkConf: {spark.hadoop.fs.s3a.bucket.a.b.endpoint.region: x}
          refused | sparkConf: {spark.hadoop.fs.s3a.bucket.b.aws.credentials.provider: a.B}
          refused | sparkConf: {spark.hadoop.fs.s3a.assumed.role.credentials.provider: a.B}
          refused | sparkConf: {spark.hadoop.fs.s3a.custom.signers: a}
          refused | sparkConf: {spark.hadoop.fs.s3a.s3.client.factory.impl: a.B}
          refused | sparkConf: {spark.hadoop.fs.evil.impl: a.B}
          refused | sparkConf: {spark.redaction.regex: a}
          refused | sparkConf: {spark.unknown: a}
          allowed | variants: [{name: a}, {name: b, sparkConf: {spark.memory.fraction: '0.5'}, executor: {cores: 2}}]
          allowed | variants: [{name: a, image: 'sparkbench-runner:0.1.0-SNAPSHOT'}]
          refused | variants: [{name: a}, {name: b, image: 'mine:1'}]
          refused | variants: [{name: a}, {name: b, sparkConf: {spark.plugins: a.B}}]
          refused | variants: [{name: a, sparkConf: {spark.executor.extraJavaOptions: '-javaagent:/tmp/a.jar'}}]
          allowed | variants: [{name: a, executor: {podTemplate: {spec: {nodeSelector: {kubernetes.io/arch: arm64}, tolerations: [{operator: Exists}]}, metadata: {labels: {a: b}}}}}]
          refused | variants: [{name: a, executor: {podTemplate: {metadata: {labels: {sparkbench.dev/driver: of-somebody-else}}}}}]
          refused | variants: [{name: a, executor: {podTemplate: {metadata: {annotations: {iam.amazonaws.com/role: admin}}}}}]
          refused | variants: [{name: a, executor: {podTemplate: {spec: {hostNetwork: true}}}}]
          refused | variants: [{name: a, driver: {podTemplate: {spec: {volumes: [{name: a, secret: {secretName: b}}]}}}}]
          refused | variants: [{name: a, driver: {podTemplate: {status: {}}}}]
          """)
  void theyAgreeOnASpec(String verdict, String spec) {
    agree(STRICT, "team", spec, verdict);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          allowed | {}
          allowed | {metadata: {labels: {a/b: c}, annotations: {team: a, karpenter.sh/do-not-disrupt: "true"}}}
          refused | {metadata: {labels: {sparkbench.dev/driver: of-somebody-else}}}
          refused | {metadata: {annotations: {iam.amazonaws.com/role: admin}}}
          refused | {metadata: {annotations: {vault.hashicorp.com/agent-inject-secret-a: b}}}
          allowed | {spec: {nodeSelector: {disk: ssd}, tolerations: [{operator: Exists}], schedulerName: volcano}}
          refused | {spec: {priorityClassName: system-cluster-critical}}
          refused | {spec: {serviceAccountName: operator}}
          refused | {spec: {serviceAccount: operator}}
          refused | {spec: {automountServiceAccountToken: true}}
          refused | {spec: {hostNetwork: true}}
          refused | {spec: {hostPID: true}}
          refused | {spec: {hostIPC: true}}
          refused | {spec: {hostUsers: true}}
          refused | {spec: {shareProcessNamespace: true}}
          refused | {spec: {nodeName: control-plane}}
          refused | {spec: {runtimeClassName: host}}
          refused | {spec: {imagePullSecrets: [{name: registry}]}}
          allowed | {spec: {volumes: [{name: a, emptyDir: {medium: Memory}}, {name: b, configMap: {name: c}}]}}
          allowed | {spec: {volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}]}}
          refused | {spec: {volumes: [{name: a, secret: {secretName: b}}]}}
          refused | {spec: {volumes: [{name: b, emptyDir: {}}, {name: a, hostPath: {path: /}}]}}
          refused | {spec: {volumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: t}}]}}]}}
          refused | {spec: {volumes: [{name: a, csi: {driver: secrets-store.csi.k8s.io}}]}}
          refused | {spec: {volumes: [{name: a, persistentVolumeClaim: {claimName: b}}]}}
          refused | {spec: {volumes: [{name: a, emptyDir: {}, nfs: {server: s, path: /}}]}}
          allowed | {spec: {securityContext: {runAsUser: 1000, runAsGroup: 0, fsGroup: 5, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}}}
          refused | {spec: {securityContext: {runAsUser: 0}}}
          refused | {spec: {securityContext: {runAsNonRoot: false}}}
          refused | {spec: {securityContext: {seccompProfile: {type: Unconfined}}}}
          refused | {spec: {securityContext: {seccompProfile: {type: RuntimeDefault, localhostProfile: a}}}}
          refused | {spec: {securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}}}
          refused | {spec: {securityContext: {seLinuxOptions: {user: a}}}}
          refused | {spec: {securityContext: {appArmorProfile: {type: Unconfined}}}}
          allowed | {spec: {containers: [{name: OWN, resources: {limits: {cpu: 1}}, ports: [{containerPort: 1}]}]}}
          allowed | {spec: {containers: [{name: OWN, env: [{name: TZ, value: UTC}, {name: LC_ALL, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}}
          allowed | {spec: {containers: [{name: OWN, env: [{name: JDK_JAVA_OPTIONS, value: -XX:+UseZGC}, {name: JAVA_TOOL_OPTIONS}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: JDK_JAVA_OPTIONS, value: -javaagent:a}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: JDK_JAVA_OPTIONS, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: LD_PRELOAD, value: /tmp/a.so}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: https_proxy, value: 'http://evil'}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: KUBERNETES_TRUST_CERTIFICATES, value: "true"}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: TZ, valueFrom: {secretKeyRef: {name: a, key: b}}}]}]}}
          refused | {spec: {containers: [{name: OWN, env: [{name: TZ, valueFrom: {configMapKeyRef: {name: a, key: b}}}]}]}}
          refused | {spec: {containers: [{name: OWN, envFrom: [{secretRef: {name: a}}]}]}}
          refused | {spec: {containers: [{name: OWN, image: 'mine:1'}]}}
          refused | {spec: {containers: [{name: OWN, command: [sh]}]}}
          refused | {spec: {containers: [{name: OWN, lifecycle: {postStart: {exec: {command: [sh]}}}}]}}
          allowed | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /tmp}, {name: b, mountPath: /data1/x/, subPath: c}]}]}}
          refused | {spec: {containers: [{name: OWN, ports: [{containerPort: 1, hostPort: 80}]}]}}
          refused | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /}]}]}}
          refused | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /app/libs}]}]}}
          refused | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /tmp/../app}]}]}}
          refused | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /tmpx}]}]}}
          refused | {spec: {containers: [{name: OWN, volumeMounts: [{name: a, mountPath: /tmp, mountPropagation: Bidirectional}]}]}}
          allowed | {spec: {containers: [{name: OWN, securityContext: {privileged: false, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}}
          refused | {spec: {containers: [{name: OWN, securityContext: {privileged: true}}]}}
          refused | {spec: {containers: [{name: OWN, securityContext: {allowPrivilegeEscalation: true}}]}}
          refused | {spec: {containers: [{name: OWN, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}}
          refused | {spec: {containers: [{name: OWN, securityContext: {procMount: Unmasked}}]}}
          refused | {spec: {containers: [{name: OWN, securityContext: {runAsUser: 0}}]}}
          refused | {spec: {containers: [{name: OWN}, {name: sidecar, image: 'proxy:1'}]}}
          refused | {spec: {containers: [{name: sidecar, image: 'sparkbench-runner:0.1.0-SNAPSHOT', command: [sh]}]}}
          refused | {spec: {containers: [{image: 'proxy:1'}]}}
          refused | {spec: {initContainers: [{name: OWN, image: 'proxy:1'}]}}
          refused | {spec: {ephemeralContainers: [{name: a, image: 'proxy:1'}]}}
          """)
  void theyAgreeOnAPodTemplate(String verdict, String template) {
    for (String pods : List.of("driver", "executor")) {
      agree(
          STRICT,
          "team",
          "%s: {podTemplate: %s}".formatted(pods, template.replace("OWN", pods)),
          verdict);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          allowed | image: r.example.com/team/a/runner:1
          allowed | image: 'r.example.com:5000/bench/runner:0.1.0-SNAPSHOT'
          refused | image: rxexample.com/team/a
          refused | image: other:1x0
          allowed | serviceAccountName: bench-a
          refused | serviceAccountName: abench-a
          allowed | imagePullSecrets: [{name: registry}, {name: lake}]
          refused | imagePullSecrets: [{name: s3-credentials}]
          allowed | storage: {credentialsSecret: s3-credentials}
          allowed | storage: {credentialsSecret: lake}
          allowed | storage: {resultCredentialsSecret: lake, resultPath: 's3://other/x'}
          allowed | storage: {certificates: {secret: lake}}
          refused | storage: {credentialsSecret: registry}
          allowed | sparkConf: {spark.plugins: a.B, spark.sql.catalog.x: a.B}
          refused | sparkConf: {spark.plugins.x: a.B}
          allowed | driver: {podTemplate: {metadata: {annotations: {example.com/a: b}}}}
          refused | driver: {podTemplate: {metadata: {annotations: {karpenter.sh/do-not-disrupt: b}}}}
          allowed | driver: {podTemplate: {spec: {priorityClassName: low, imagePullSecrets: [{name: lake}]}}}
          refused | driver: {podTemplate: {spec: {priorityClassName: lower}}}
          allowed | executor: {podTemplate: {spec: {volumes: [{name: a, persistentVolumeClaim: {claimName: b}}]}}}
          refused | executor: {podTemplate: {spec: {volumes: [{name: a, configMap: {name: b}}]}}}
          allowed | executor: {podTemplate: {spec: {containers: [{name: executor, env: [{name: TOOL_A, value: b}]}]}}}
          allowed | executor: {podTemplate: {spec: {containers: [{name: driver, image: 'proxy:1', command: [sh], env: [{name: A, value: b}]}]}}}
          allowed | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', restartPolicy: Always, volumeMounts: [{name: a, mountPath: /app}]}]}}}
          refused | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', securityContext: {privileged: true}}]}}}
          refused | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', env: [{name: A, valueFrom: {secretKeyRef: {name: a, key: b}}}]}]}}}
          refused | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', envFrom: [{configMapRef: {name: a}}]}]}}}
          refused | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', ports: [{containerPort: 1, hostIP: 10.0.0.1}]}]}}}
          allowed | driver: {podTemplate: {spec: {containers: [{name: a, image: 'proxy:1', readinessProbe: {httpGet: {port: 1}}, startupProbe: {tcpSocket: {port: 1}}}]}}}
          refused | driver: {podTemplate: {spec: {containers: [{name: a, image: 'proxy:1', readinessProbe: {httpGet: {port: 1, host: 169.254.169.254}}}]}}}
          refused | driver: {podTemplate: {spec: {containers: [{name: a, image: 'proxy:1', startupProbe: {tcpSocket: {port: 1, host: other}}}]}}}
          refused | driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', volumeDevices: [{name: a, devicePath: /dev/a}]}]}}}
          """)
  void theyAgreeOnWhatAnAdministratorListed(String verdict, String spec) {
    agree(LISTED, "team", spec, verdict);
  }

  @Test
  void theyAgreeOnNamespaces() {
    agree(STRICT, "team", "suspend: false", "allowed");
    agree(STRICT, Chart.NAMESPACE, "suspend: false", "refused");
    agree(OPEN, Chart.NAMESPACE, "suspend: false", "allowed");
  }

  @Test
  void everythingIsAllowedToThoseWhoAreTold() {
    agree(
        OPEN,
        "team",
        """
        image: mine:1
        serviceAccountName: any
        imagePullSecrets: [{name: any}]
        storage: {credentialsSecret: any}
        sparkConf: {spark.plugins: a.B, spark.executor.extraJavaOptions: "-javaagent:a"}
        driver: {podTemplate: {spec: {hostNetwork: true, volumes: [{name: a, hostPath: {path: /}}], priorityClassName: a}}}
        executor: {podTemplate: {spec: {containers: [{name: x, image: y, securityContext: {privileged: true}}]}}}
        """,
        "allowed");
  }

  /**
   * Each Kubernetes field in the checked parts of a template: the operator and the policy agree on
   * whether it is allowed.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("everyField")
  void theyAgreeOnEveryField(String name, String spec) {
    for (Sides sides : List.of(STRICT, LISTED)) {
      JsonNode object = object(spec);
      List<String> operator = sides.operatorRefuses("team", object);
      List<String> policy = sides.policyRefuses("team", object);
      assertThat(policy.isEmpty())
          .as("operator: %s%npolicy: %s", operator, policy)
          .isEqualTo(operator.isEmpty());
    }
  }

  static Stream<Arguments> everyField() {
    List<Arguments> fields = new ArrayList<>();
    add(fields, PodTemplateSpec.class, "driver: {podTemplate: {FIELD}}");
    add(fields, ObjectMeta.class, "driver: {podTemplate: {metadata: {FIELD}}}");
    add(fields, PodSpec.class, "executor: {podTemplate: {spec: {FIELD}}}");
    add(fields, Volume.class, "driver: {podTemplate: {spec: {volumes: [{FIELD}]}}}");
    add(
        fields,
        PodSecurityContext.class,
        "driver: {podTemplate: {spec: {securityContext: {FIELD}}}}");
    String own = "executor: {podTemplate: {spec: {containers: [{name: executor, %s}]}}}";
    String other = "driver: {podTemplate: {spec: {containers: [{name: a, image: 'proxy:1', %s}]}}}";
    String init =
        "driver: {podTemplate: {spec: {initContainers: [{name: a, image: 'proxy:1', %s}]}}}";
    for (String container : List.of(own, other, init)) {
      add(fields, Container.class, container.formatted("FIELD"));
      add(fields, SecurityContext.class, container.formatted("securityContext: {FIELD}"));
      add(fields, EnvVar.class, container.formatted("env: [{name: TZ, FIELD}]"));
      add(fields, EnvVarSource.class, container.formatted("env: [{name: TZ, valueFrom: {FIELD}}]"));
      add(
          fields,
          VolumeMount.class,
          container.formatted("volumeMounts: [{mountPath: /tmp, FIELD}]"));
    }
    return fields.stream();
  }

  private static void add(List<Arguments> fields, Class<?> type, String spec) {
    for (BeanPropertyDefinition property :
        JSON.getDeserializationConfig().introspect(JSON.constructType(type)).findProperties()) {
      if (spec.contains(property.getName() + ": ") && !property.getName().equals("env")) {
        continue; // it exists already
      }
      String field = "%s: %s".formatted(property.getName(), sample(property.getPrimaryType()));
      fields.add(
          Arguments.of(
              type.getSimpleName() + "." + property.getName() + " in " + spec,
              spec.replace("FIELD", field)));
    }
  }

  private static String sample(JavaType type) {
    if (type.isCollectionLikeType()) {
      return "[" + sample(type.getContentType()) + "]";
    }
    if (type.isMapLikeType()) {
      return "{a: " + sample(type.getContentType()) + "}";
    }
    if (type.hasRawClass(String.class)) {
      return "x";
    }
    if (type.hasRawClass(Boolean.class)) {
      return "true";
    }
    if (type.hasRawClass(Integer.class)
        || type.hasRawClass(Long.class)
        || type.hasRawClass(Quantity.class)
        || type.isTypeOrSubTypeOf(AnyType.class)) {
      return "1";
    }
    return "{}";
  }

  @Test
  void whatIsThereCanBeLabelledAndGoOn() {
    JsonNode old = object("image: mine:1");
    ObjectNode labelled = old.deepCopy();
    ((ObjectNode) labelled.path("metadata")).putObject("labels").put("a", "b");
    assertThat(STRICT.policy().refusals("team", labelled, Optional.of(old))).isEmpty();
    assertThat(
            STRICT
                .policy()
                .refusals("team", object("{image: mine:1, suspend: true}"), Optional.of(old)))
        .hasSize(1);
  }

  @Test
  void itIsAboutBenchmarksWhereTheyAreWatched() {
    assertThat(Chart.render(Chart.DEFAULTS).one(ValidatingAdmissionPolicyBinding.class).getSpec())
        .satisfies(
            binding -> {
              assertThat(binding.getPolicyName())
                  .isEqualTo(Chart.FULL_NAME + "." + Chart.NAMESPACE);
              assertThat(binding.getValidationActions()).containsExactly("Deny");
              assertThat(binding.getMatchResources()).isNull();
            });
    assertThat(
            Chart.render("watchNamespaces: [team-a, team-b]")
                .one(ValidatingAdmissionPolicyBinding.class)
                .getSpec()
                .getMatchResources()
                .getNamespaceSelector()
                .getMatchExpressions())
        .singleElement()
        .satisfies(it -> assertThat(it.getValues()).containsExactly("team-a", "team-b"));
    assertThat(Chart.render(Chart.DEFAULTS).one(ValidatingAdmissionPolicy.class).getSpec())
        .satisfies(
            policy -> {
              assertThat(policy.getFailurePolicy()).isEqualTo("Fail");
              assertThat(policy.getMatchConstraints().getResourceRules())
                  .singleElement()
                  .satisfies(
                      rule -> {
                        assertThat(rule.getResources()).containsExactly("sparkbenchmarkjobs");
                        assertThat(rule.getOperations()).containsExactly("CREATE", "UPDATE");
                      });
            });
  }

  @Test
  void itCanBeSwitchedOffAndIsNotForOldClusters() {
    assertThat(
            Chart.render("admissionPolicy: {enabled: false}").all(ValidatingAdmissionPolicy.class))
        .isEmpty();
    assertThat(Chart.renderFor("v1.29.4", "{}").all(ValidatingAdmissionPolicy.class)).isEmpty();
    assertThat(Chart.renderFor("v1.30.0-eks-1", "{}").all(ValidatingAdmissionPolicy.class))
        .hasSize(1);
  }

  private static void agree(Sides sides, String namespace, String spec, String verdict) {
    JsonNode object = object(spec);
    List<String> operator = sides.operatorRefuses(namespace, object);
    List<String> policy = sides.policyRefuses(namespace, object);
    boolean allowed = verdict.equals("allowed");
    assertThat(operator.isEmpty()).as("the operator: %s", operator).isEqualTo(allowed);
    assertThat(policy.isEmpty()).as("the policy: %s", policy).isEqualTo(allowed);
    assertThat(policy).as("no expression fails").noneMatch(it -> it.contains("evaluation error"));
  }

  private static JsonNode object(String spec) {
    try {
      ObjectNode object =
          (ObjectNode)
              YAML.readTree(
                  """
                  apiVersion: sparkbench.dev/v1alpha1
                  kind: SparkBenchmarkJob
                  metadata: {name: sales}
                  spec:
                    s3Path: s3://bench/sales.csv
                    jobConfig: {type: descriptive, tasks: [row_count]}
                    nodeList: [1]
                  """);
      ((ObjectNode) object.path("spec")).setAll((ObjectNode) YAML.readTree(spec));
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static {
    // A row that is refused for another reason would prove nothing.
    assertThat(STRICT.operatorRefuses("team", object("{}"))).isEmpty();
    assertThat(STRICT.policyRefuses("team", object("{}"))).isEmpty();
  }
}
