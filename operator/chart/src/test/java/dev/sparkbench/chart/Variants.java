// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** Ways to install the chart that together reach every template and every branch. */
final class Variants {

  /** Everything that is optional. */
  static final String EVERYTHING =
      """
      jobNamespaces: [team-a, team-b]
      operator:
        replicas: 2
        leaderElection: {enabled: true}
        image: {digest: "sha256:%1$s", pullSecrets: [registry]}
        log: {format: json, level: debug}
        serviceAccount: {annotations: {example.com/identity: operator}}
        runAsUser: 1000740000
        annotations: {example.com/owner: platform}
        labels: {team: platform}
        podAnnotations: {prometheus.io/scrape: "true"}
        podLabels: {team: platform}
        extraEnv:
          - {name: JAVA_TOOL_OPTIONS, value: -Xlog:gc}
          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
        priorityClassName: system-cluster-critical
        nodeSelector: {kubernetes.io/os: linux}
        tolerations: [{key: dedicated, operator: Equal, value: platform, effect: NoSchedule}]
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 1
                preference:
                  matchExpressions: [{key: disk, operator: In, values: [ssd]}]
      jobs:
        image: {tag: "2.0", pullPolicy: Always, pullSecrets: [registry, mirror]}
        storage:
          bucket: bench
          endpoint: https://minio.storage:9000
          region: eu-central-1
          pathStyleAccess: true
          credentialsSecret: s3-credentials
        driver: {cores: 2, memory: 2Gi}
        executor: {cores: 4, memory: 512Mi}
        serviceAccount: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/bench"}}
        rbac: {readNodes: true}
        allowed:
          images: ["r.example.com/team/*"]
          serviceAccounts: [bench-*]
          secrets: [lake]
          sparkProperties: [spark.plugins]
          applications: true
          podTemplates:
            everything: true
            volumes: [emptyDir]
            containerImages: ["proxy:*"]
            environment: [TOOL_*]
            annotations: []
            priorityClasses: [low]
      service: {annotations: {example.com/a: b}, labels: {team: platform}}
      metrics:
        serviceMonitor: {enabled: true, labels: {release: prometheus}, interval: 1m}
        prometheusRule: {enabled: true, labels: {release: prometheus}}
        dashboard: {enabled: true, annotations: {grafana_folder: Spark}}
      networkPolicy:
        operator:
          enabled: true
          ingressFrom: [{namespaceSelector: {matchLabels: {team: monitoring}}}]
        jobs: {enabled: true}
        apiServer: {to: [{ipBlock: {cidr: 10.0.0.1/32}}], ports: [6443]}
        storage: {to: [{namespaceSelector: {}, podSelector: {matchLabels: {app: minio}}}]}
      test: {image: "registry.example.com/tools/curl:8"}
      """
          .formatted("0".repeat(64));

  /** An operator for two teams, with rights in their namespaces only. */
  static final String NAMESPACED =
      """
      watchNamespaces: [team-a, team-b]
      crds: {enabled: false}
      rbac: {aggregateToUserRoles: false}
      admissionPolicy: {enabled: false}
      operator: {replicas: 2, leaderElection: {enabled: true}, runAsUser: null}
      networkPolicy: {operator: {enabled: true}, jobs: {enabled: true}}
      """;

  /** Benchmarks over HTTP, with everything that belongs to this. */
  static final String GATEWAY =
      """
      operator:
        image: {pullSecrets: [registry]}
        log: {format: json}
        priorityClassName: system-cluster-critical
        nodeSelector: {kubernetes.io/os: linux}
        tolerations: [{key: dedicated, operator: Exists}]
      jobs: {storage: {bucket: bench}}
      gateway:
        enabled: true
        replicas: 2
        tls: {secretName: gateway-tls}
        defaultNamespace: team-a
        tokenAudiences: [sparkbench, other]
        maxWaiting: 70
        maxWaitingPerCaller: 7
        drainSeconds: 20
        terminationGracePeriodSeconds: 40
        extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Dhttps.proxyHost=proxy}]
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 1
                preference:
                  matchExpressions: [{key: disk, operator: In, values: [ssd]}]
        serviceAccount: {annotations: {example.com/identity: gateway}}
        podAnnotations: {example.com/a: b}
        podLabels: {team: platform}
        service: {annotations: {example.com/a: b}, labels: {team: platform}}
      networkPolicy:
        gateway:
          enabled: true
          ingressFrom: [{namespaceSelector: {matchLabels: {team: ingress}}}]
      """;

  /** The same for two namespaces, behind an ingress. */
  static final String GATEWAY_NAMESPACED =
      """
      watchNamespaces: [team-a, team-b]
      operator: {runAsUser: null}
      gateway: {enabled: true, tls: {plainHttp: true}}
      """;

  /** Everything optional left out, including what is there by default. */
  static final String NOTHING =
      """
      crds: {enabled: false}
      rbac: {create: false}
      admissionPolicy: {enabled: false}
      operator:
        serviceAccount: {create: false, name: operator}
        resources: {}
        topologySpreadConstraints: []
      jobs: {serviceAccount: {create: false, name: jobs}}
      """;

  private static final String LONGEST_RELEASE =
      "release.of.the-very-longest-name-that-helm-allows-53x";

  private Variants() {}

  /** Each variant as {@link Chart#render(String, String)} renders it. */
  static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of(Named.of("defaults", Chart.render(Chart.DEFAULTS))),
        Arguments.of(Named.of("everything", Chart.render(EVERYTHING))),
        Arguments.of(Named.of("namespaced", Chart.render(NAMESPACED))),
        Arguments.of(Named.of("gateway", Chart.render(GATEWAY))),
        Arguments.of(Named.of("gateway of two namespaces", Chart.render(GATEWAY_NAMESPACED))),
        Arguments.of(Named.of("nothing", Chart.render(NOTHING))),
        Arguments.of(Named.of("a long name", Chart.render(LONGEST_RELEASE, EVERYTHING))),
        Arguments.of(
            Named.of("a long name with a gateway", Chart.render(LONGEST_RELEASE, GATEWAY))));
  }
}
