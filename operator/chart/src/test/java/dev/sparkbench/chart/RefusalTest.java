// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsHelm
class RefusalTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # values                                              | what Helm says
          replicas: 2                                           | additional properties 'replicas' not allowed
          operator: {replica: 2}                                | at '/operator': additional properties 'replica' not allowed
          operator: {replicas: -1}                              | at '/operator/replicas': minimum: got -1, want 0
          operator: {replicas: '2'}                             | at '/operator/replicas': got string, want integer
          operator: {image: {tag: 'a b'}}                       | at '/operator/image/tag': 'a b' does not match pattern
          operator: {image: {digest: sha256:abc}}               | at '/operator/image/digest': 'sha256:abc' does not match pattern
          operator: {image: {repository: 'operator:1'}}         | at '/operator/image/repository': 'operator:1' does not match pattern
          operator: {image: {repository: null}}                 | at '/operator/image': missing property 'repository'
          operator: {image: {pullPolicy: always}}               | at '/operator/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          operator: {image: {pullSecrets: [{name: a}]}}         | at '/operator/image/pullSecrets/0': got object, want string
          operator: {log: {level: trace}}                       | at '/operator/log/level': value must be one of 'error', 'warn', 'info', 'debug'
          operator: {log: {format: xml}}                        | at '/operator/log/format': value must be one of 'text', 'json'
          operator: {runAsUser: 0}                              | at '/operator/runAsUser': minimum: got 0, want 1
          operator: {serviceAccount: {name: Operator}}          | at '/operator/serviceAccount/name': 'Operator' does not match pattern
          operator: {resources: {limits: {memory: 1 GB}}}       | at '/operator/resources/limits/memory': '1 GB' does not match pattern
          operator: {resources: {limit: {memory: 1Gi}}}         | at '/operator/resources': additional properties 'limit' not allowed
          operator: {terminationGracePeriodSeconds: 0}          | at '/operator/terminationGracePeriodSeconds': minimum: got 0, want 1
          operator: {podLabels: {app.kubernetes.io/name: mine}} | at '/operator/podLabels/app.kubernetes.io~1name': false schema
          operator: {labels: {team: 'a b'}}                     | at '/operator/labels/team': 'a b' does not match pattern
          operator: {labels: {'a b': c}}                        | at '/operator/labels': additional properties 'a b' not allowed
          operator: {podAnnotations: {a: true}}                 | at '/operator/podAnnotations/a': got boolean, want string
          operator: {extraEnv: [{name: SPARKBENCH_REGION}]}     | at '/operator/extraEnv/0/name': 'not' failed
          operator: {extraEnv: [{value: a}]}                    | at '/operator/extraEnv/0': missing property 'name'
          operator: {tolerations: [{effect: noSchedule}]}       | at '/operator/tolerations/0/effect': value must be one of
          operator: {affinity: {nodeaffinity: {}}}              | at '/operator/affinity': additional properties 'nodeaffinity' not allowed
          operator: {topologySpreadConstraints: [{maxSkew: 1}]} | at '/operator/topologySpreadConstraints/0': missing properties 'topologyKey', 'whenUnsatisfiable'
          operator: {podDisruptionBudget: {maxUnavailable: 0}}  | at '/operator/podDisruptionBudget/maxUnavailable': minimum: got 0, want 1
          watchNamespaces: team-a                               | at '/watchNamespaces': got string, want array
          watchNamespaces: [Team]                               | at '/watchNamespaces/0': 'Team' does not match pattern
          watchNamespaces: [a, a]                               | at '/watchNamespaces': items at 0 and 1 are equal
          jobNamespaces: ['a,b']                                | at '/jobNamespaces/0': 'a,b' does not match pattern
          jobs: {storage: {bucket: B}}                          | at '/jobs/storage/bucket': 'B' does not match pattern
          jobs: {storage: {endpoint: 'minio:9000'}}             | at '/jobs/storage/endpoint': 'minio:9000' does not match pattern
          jobs: {storage: {region: EU West}}                    | at '/jobs/storage/region': 'EU West' does not match pattern
          jobs: {storage: {pathStyleAccess: 'yes'}}             | at '/jobs/storage/pathStyleAccess': got string, want boolean
          jobs: {storage: {accessKey: abc}}                     | at '/jobs/storage': additional properties 'accessKey' not allowed
          jobs: {driver: {cores: 0.5}}                          | at '/jobs/driver/cores': got number, want integer
          jobs: {executor: {cores: 65}}                         | at '/jobs/executor/cores': maximum: got 65, want 64
          jobs: {executor: {memory: 1G}}                        | at '/jobs/executor/memory': '1G' does not match pattern
          jobs: {allowed: {images: ["a'"]}}                     | at '/jobs/allowed/images/0': 'a\\'' does not match pattern
          jobs: {allowed: {podTemplates: {volumes: [a b]}}}     | at '/jobs/allowed/podTemplates/volumes/0': value must be one of
          crds: {enabled: 'no'}                                 | at '/crds/enabled': got string, want boolean
          metrics: {serviceMonitor: {interval: 30}}             | at '/metrics/serviceMonitor/interval': got number, want string
          metrics: {serviceMonitor: {interval: 30x}}            | at '/metrics/serviceMonitor/interval': '30x' does not match pattern
          networkPolicy: {apiServer: {ports: []}}               | at '/networkPolicy/apiServer/ports': minItems: got 0, want 1
          networkPolicy: {storage: {ports: [70000]}}            | at '/networkPolicy/storage/ports/0': maximum: got 70,000, want 65,535
          networkPolicy: {storage: {to: [{cidr: 10.0.0.0/8}]}}  | at '/networkPolicy/storage/to/0': additional properties 'cidr' not allowed
          networkPolicy: {storage: {to: [{ipBlock: {}}]}}       | at '/networkPolicy/storage/to/0/ipBlock': missing property 'cidr'
          gateway: {tls: {secretName: A}}                       | at '/gateway/tls/secretName': 'A' does not match pattern
          gateway: {maxWaiting: 0}                              | at '/gateway/maxWaiting': minimum: got 0, want 1
          gateway: {maxWaitingPerCaller: 0}                     | at '/gateway/maxWaitingPerCaller': minimum: got 0, want 1
          gateway: {drainSeconds: -1}                           | at '/gateway/drainSeconds': minimum: got -1, want 0
          gateway: {extraEnv: [{name: SPARKBENCH_REGION}]}      | at '/gateway/extraEnv/0/name': 'not' failed
          gateway: {affinity: {nodeaffinity: {}}}               | at '/gateway/affinity': additional properties 'nodeaffinity' not allowed
          gateway: {topologySpreadConstraints: [{maxSkew: 1}]}  | at '/gateway/topologySpreadConstraints/0': missing properties 'topologyKey', 'whenUnsatisfiable'
          gateway: {tokenAudiences: ['a,b']}                    | at '/gateway/tokenAudiences/0': 'a,b' does not match pattern
          gateway: {defaultNamespace: Team}                     | at '/gateway/defaultNamespace': 'Team' does not match pattern
          test: {image: 'a b'}                                  | at '/test/image': 'a b' does not match pattern
          """)
  void aWrongValueIsRefusedByItsName(String values, String said) {
    assertThat(Chart.refusal(values)).contains(said);
  }

  @Test
  void replicasWithoutAnElectionAreRefused() {
    assertThat(Chart.refusal("operator: {replicas: 2}"))
        .contains(
            "operator.replicas is 2, but operator.leaderElection.enabled is false: one replica has to lead the others; set operator.leaderElection.enabled=true or operator.replicas=1");
    assertThat(Chart.refusal("operator: {replicas: 0}")).isEmpty();
  }

  @Test
  void jobNamespacesThatNobodyWatchesAreRefused() {
    assertThat(Chart.refusal("{watchNamespaces: [team-a], jobNamespaces: [team-a, team-b]}"))
        .contains(
            "jobNamespaces has team-b, but watchNamespaces has not: nobody would run the benchmarks there; add it to watchNamespaces");
    assertThat(Chart.refusal("jobNamespaces: [team-b]")).isEmpty();
  }

  @Test
  void anExistingServiceAccountNeedsItsName() {
    assertThat(Chart.refusal("operator: {serviceAccount: {create: false}}"))
        .contains(
            "operator.serviceAccount.name is empty, and operator.serviceAccount.create is false: name the service account that is there");
    assertThat(Chart.refusal("jobs: {serviceAccount: {create: false}}"))
        .contains(
            "jobs.serviceAccount.name is empty, and jobs.serviceAccount.create is false: name the service account that is there");
  }

  @Test
  void aGatewayHasTlsUnlessSomebodySaysOtherwise() {
    String refusal =
        "gateway.tls needs either secretName, or plainHttp=true where something in front of the gateway has TLS: callers send tokens";
    assertThat(Chart.refusal("gateway: {enabled: true}")).contains(refusal);
    assertThat(Chart.refusal("gateway: {enabled: true, tls: {secretName: a, plainHttp: true}}"))
        .contains(refusal);
    assertThat(Chart.refusal("gateway: {enabled: true, tls: {plainHttp: true}}")).isEmpty();
  }

  @Test
  void aGatewaysNamespaceIsWatchedAndItsAccountNamed() {
    assertThat(
            Chart.refusal(
                "{watchNamespaces: [team-a], gateway: {enabled: true, tls: {plainHttp: true}, defaultNamespace: team-b}}"))
        .contains(
            "gateway.defaultNamespace is team-b, but watchNamespaces has not: nobody would run the benchmarks there; add it to watchNamespaces");
    assertThat(
            Chart.refusal(
                "gateway: {enabled: true, tls: {plainHttp: true}, serviceAccount: {create: false}}"))
        .contains(
            "gateway.serviceAccount.name is empty, and gateway.serviceAccount.create is false: name the service account that is there");
  }

  @Test
  void aGatewayHasTheTimeThatItTakesToStop() {
    assertThat(Chart.refusal("gateway: {enabled: true, tls: {plainHttp: true}, drainSeconds: 25}"))
        .contains(
            "gateway.terminationGracePeriodSeconds is 30, but gateway.drainSeconds is 25, and those who wait are answered after it; set it to 35 or more");
  }

  @Test
  void aReleaseThatBeginsWithADigitNeedsAnotherNameForItsService() {
    assertThat(Chart.refusal("1st", Chart.DEFAULTS))
        .contains(
            "the Service's name would be 1st-sparkbench-operator, but must begin with a letter; set fullnameOverride or choose another release name");
    assertThat(Chart.refusal("1st", "fullnameOverride: first")).isEmpty();
  }

  @Test
  void jobsDoNotRunInTheOperatorsNamespaceByItself() {
    assertThat(Chart.refusalOf("{}"))
        .contains("jobNamespaces is empty: name a namespace in which benchmarks run");
    String closed = "benchmarks in sparkbench, the operator's own namespace, could take its rights";
    assertThat(Chart.refusalOf("jobNamespaces: [team, sparkbench]")).contains(closed);
    assertThat(Chart.refusalOf("watchNamespaces: [team, sparkbench]")).contains(closed);
    assertThat(Chart.refusalOf("{watchNamespaces: [sparkbench, a], jobNamespaces: [a]}"))
        .contains(closed);
    assertThat(Chart.refusalOf("jobs: {allowed: {operatorNamespace: true}}")).isEmpty();
    assertThat(
            Chart.refusalOf(
                "{jobNamespaces: [sparkbench], jobs: {allowed: {operatorNamespace: true}}}"))
        .isEmpty();
  }
}
