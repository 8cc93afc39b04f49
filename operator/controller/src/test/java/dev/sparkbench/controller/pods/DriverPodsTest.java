// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.PhasesBuilder;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.TimeSpentBuilder;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverPodsTest {

  private static final String TEMPLATE =
      """
        driver:
          podTemplate:
            metadata:
              labels: {team: a, app.kubernetes.io/managed-by: me}
              annotations: {note: b, karpenter.sh/do-not-disrupt: "false"}
            spec:
              nodeSelector: {disk: ssd}
              restartPolicy: Always
              containers:
              - name: driver
                image: not-mine
                env:
                - {name: TZ, value: UTC}
                - {name: SPARKBENCH_RUN, value: forged}
                securityContext: {privileged: true}
              - name: sidecar
                image: proxy:1
      """;

  private static final String EVERYTHING =
      """
        driver:
          podTemplate:
            metadata:
              labels: {team: a, kueue.x-k8s.io/queue-name: benchmarks, queue: root.a, applicationId: b}
              annotations: {sidecar.istio.io/inject: "false", scheduling.k8s.io/group-name: g}
            spec:
              nodeSelector: {disk: ssd}
              tolerations: [{key: batch, operator: Exists}]
              affinity:
                nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}
                podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}
              priorityClassName: low
              schedulerName: volcano
              runtimeClassName: gvisor
              schedulingGates: [{name: example.com/wait}]
              resourceClaims: [{name: gpu}]
              imagePullSecrets: [{name: mine}]
              dnsPolicy: Default
              hostAliases: [{ip: 10.0.0.9, hostnames: [store]}]
              automountServiceAccountToken: false
              activeDeadlineSeconds: 5
              securityContext: {runAsUser: 1234, fsGroup: 5, runAsNonRoot: false}
              initContainers:
              - {name: init, image: "init:1"}
              - {name: native, image: "native:1", restartPolicy: Always}
              volumes:
              - {name: ca, configMap: {name: ca}}
              - {name: keys, projected: {sources: []}}
              - {name: nvme, ephemeral: {}}
              - {name: other, secret: {secretName: other}}
              containers:
              - name: driver
                command: [/forged]
                args: [forged]
                env: [{name: TZ, value: UTC}, {name: SPARK_LOCAL_DIRS, value: /nvme/spark}]
                envFrom: [{configMapRef: {name: proxy}}]
                livenessProbe: {exec: {command: ["true"]}}
                resources:
                  requests: {ephemeral-storage: 1Gi, cpu: 7}
                  limits: {nvidia.com/gpu: "1", ephemeral-storage: 1Gi}
                securityContext:
                  privileged: true
                  runAsNonRoot: false
                  runAsUser: 1234
                  procMount: Unmasked
                  seccompProfile: {type: Unconfined}
                  capabilities: {add: [SYS_ADMIN]}
                volumeMounts:
                - {name: ca, mountPath: /ca}
                - {name: keys, mountPath: /keys}
                - {name: nvme, mountPath: /nvme}
              - {name: sidecar, image: "sidecar:1", volumeMounts: [{name: other, mountPath: /other}]}
      """;

  @Test
  void theDriverPodIsExactlyThis() throws IOException {
    Pod pod = runPod(Manifests.benchmark("[2, 8]"));
    assertThat(Serialization.asYaml(withoutRequest(pod))).isEqualTo(resource("/pods/driver.yaml"));
  }

  @Test
  void theDriverIsToldWhichJarsItNeedsForATable() throws IOException {
    SparkBenchmarkJob job = Manifests.benchmark("[1]", "  dataset: {format: delta}");
    assertThat(variable(runPod(job), Contract.TABLE_FORMAT_VARIABLE).getValue()).isEqualTo("delta");
    // A report reads no dataset.
    assertThat(reportPod(job).getSpec().getContainers().get(0).getEnv())
        .extracting(EnvVar::getName)
        .doesNotContain(Contract.TABLE_FORMAT_VARIABLE);
  }

  /** With the largest number of executors. */
  @Test
  void whatPreparesTheDataIsAskedLikeARun() {
    Situation situation =
        Situation.applied(Manifests.suite("[2, 8]", "")).takeUntil(Step.Start.class);
    Pod pod = launched(situation);
    assertThat(pod.getMetadata().getName()).isEqualTo("sales-s1-prepare-a1");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("sparkbench.dev/role", "prepare")
        .containsEntry("sparkbench.dev/nodes", "8");
    assertThat(pod.getSpec().getContainers().get(0).getArgs()).containsExactly("prepare");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isTrue();
    assertThat(pod.getSpec().getContainers().get(0).getEnv())
        .extracting(EnvVar::getName)
        .doesNotContain(Contract.RUN_VARIABLE);
    RunRequest request =
        Contract.read(variable(pod, Contract.PREPARE_VARIABLE).getValue(), RunRequest.class);
    assertThat(request.version()).isEqualTo(2);
    assertThat(request.nodes()).isEqualTo(8);
    assertThat(request.workload().type()).isEqualTo(JobType.TPCH);
    assertThat(request.dataset().uri()).isEqualTo("s3://bucket/user123/data/");
    assertThat(request.executors().labels())
        .containsEntry("sparkbench.dev/driver", "sales-s1-prepare-a1");
  }

  @Test
  void theDriverIsToldEverythingInOneVariable() throws IOException {
    Pod pod =
        runPod(
            Manifests.benchmark(
                "[2, 8]",
                """
                  dataset: {options: {sep: "$(HOME) $$(HOME)"}}
                  executor: {podTemplate: {spec: {priorityClassName: low}}}
                """));
    EnvVar variable = variable(pod, Contract.RUN_VARIABLE);
    assertThat(variable.getValue())
        .as("not to be expanded by the kubelet")
        .contains("$$(HOME) $$$$(HOME)");
    RunRequest request = Contract.read(variable.getValue().replace("$$", "$"), RunRequest.class);
    assertThat(request)
        .isEqualTo(Contract.read(resource("/pods/run-request.json"), RunRequest.class));
  }

  @Test
  void laterRunsReadTheSameDataWithTheSameTypes() {
    Situation situation =
        Situation.applied(Manifests.benchmark("[1, 2]")).nextPodSays(Answers.measured(1, 2.5));
    situation.takeUntil(Step.RemovePods.class);
    RunRequest request = request(launched(situation));
    assertThat(request.dataset().expectedIdentity()).isEqualTo("sha256:1");
    assertThat(request.dataset().schemaFrom())
        .isEqualTo("s3://bucket/user123/result/sales/output/1_nodes.json");
  }

  @Test
  void aTrialWritesADocumentOfItsOwn() {
    RunRequest request = request(launched(secondTrial()));
    assertThat(request.trial()).isEqualTo(2);
    assertThat(request.output())
        .isEqualTo("s3://bucket/user123/result/sales/output/1_nodes_trial_2.json");
    assertThat(request.dataset().schemaFrom())
        .isEqualTo("s3://bucket/user123/result/sales/output/1_nodes.json");
  }

  @Test
  void theReportPodIsToldOfAllTrials() {
    Situation situation = secondTrial().nextPodSays(Answers.trial(2, 1, 2.0));
    situation.takeUntil(Step.RemovePods.class);
    ReportRequest request =
        Contract.read(
            variable(launched(situation), Contract.REPORT_VARIABLE).getValue(),
            ReportRequest.class);
    assertThat(request.measurement())
        .isEqualTo(new ReportRequest.Measurement(2, "Shuffled", Situation.START.toEpochMilli()));
    assertThat(request.runs())
        .containsExactly(new ReportRequest.RunResult(1, List.of(2.5, 2.0), 2, 2, 0, 0, null, null));
  }

  private static final Phases PHASES =
      PhasesBuilder.builder()
          .startedAt(Situation.START.plusSeconds(2).toString())
          .jvm(1)
          .check(1)
          .session(2)
          .executors(3)
          .schema(4)
          .cache(5)
          .warmups(6)
          .iterations(7)
          .upload(8)
          .stop(9)
          .answeredAt(Situation.START.toString())
          .build();

  private static Situation secondTrial() {
    Situation situation =
        Situation.applied(
                Manifests.benchmark(
                    "[1]", "  measurement: {iterations: 1, trials: 2, order: Shuffled}"))
            .nextPodSays(Answers.measured(1, 2.5));
    return situation.takeUntil(Step.RemovePods.class);
  }

  private static RunRequest request(Pod pod) {
    return Contract.read(variable(pod, Contract.RUN_VARIABLE).getValue(), RunRequest.class);
  }

  @Test
  void theReportPodGetsNoRightsInTheClusterAndAllSamples() {
    Situation situation =
        Situation.applied(Manifests.benchmark("[1]"))
            .nextPodSays(Answers.with(PHASES, Answers.measured(1, 2.5, 3.5)));
    situation.takeUntil(Step.RemovePods.class);
    Pod pod = launched(situation);

    assertThat(pod.getMetadata().getName()).isEqualTo("sales-s1-report-a1");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getMetadata().getAnnotations()).as("it may be moved").isNullOrEmpty();
    assertThat(container(pod).getArgs()).containsExactly("report");
    ReportRequest request =
        Contract.read(variable(pod, Contract.REPORT_VARIABLE).getValue(), ReportRequest.class);
    assertThat(request.outputPrefix()).isEqualTo("s3://bucket/user123/result/sales/output/");
    assertThat(request.runs())
        .containsExactly(
            new ReportRequest.RunResult(
                1,
                List.of(2.5, 3.5),
                1,
                1,
                0,
                0,
                null,
                TimeSpentBuilder.builder()
                    .podSec(2)
                    .jvmSec(1)
                    .checkSec(1)
                    .sessionSec(2)
                    .executorsSec(3)
                    .schemaSec(4)
                    .cacheSec(5)
                    .warmupsSec(6)
                    .iterationsSec(7)
                    .uploadSec(8)
                    .endSec(9)
                    .failedSec(0)
                    .totalSec(0)
                    .build()));
  }

  @Test
  void aTemplateIsKeptExceptForWhatTheOperatorSets() {
    Pod pod = runPod(Manifests.benchmark("[1]", TEMPLATE));

    assertThat(pod.getMetadata().getLabels())
        .containsEntry("team", "a")
        .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR);
    assertThat(pod.getMetadata().getAnnotations())
        .isEqualTo(
            Map.of(
                "note", "b",
                "karpenter.sh/do-not-disrupt", "false",
                "cluster-autoscaler.kubernetes.io/safe-to-evict", "false"));
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("driver", "sidecar");
    assertThat(container(pod).getImage()).isEqualTo("runner:1");
    assertThat(variable(pod, "TZ").getValue()).isEqualTo("UTC");
    assertThat(variable(pod, Contract.RUN_VARIABLE).getValue()).startsWith("{\"version\":1");
    assertThat(container(pod).getSecurityContext().getPrivileged()).isNull();
  }

  /** Each part of a template, and its effect. */
  @Test
  void aDriverKeepsEveryPartOfItsTemplate() {
    Pod pod = runPod(Manifests.benchmark("[1]", EVERYTHING));
    PodSpec spec = pod.getSpec();

    assertThat(pod.getMetadata().getLabels())
        .containsEntry("team", "a")
        .containsEntry("kueue.x-k8s.io/queue-name", "benchmarks")
        .containsEntry("queue", "root.a");
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("sidecar.istio.io/inject", "false")
        .containsEntry("scheduling.k8s.io/group-name", "g");
    assertThat(spec.getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(spec.getTolerations()).hasSize(1);
    assertThat(spec.getAffinity().getNodeAffinity()).isNotNull();
    assertThat(spec.getAffinity().getPodAffinity()).isNotNull();
    assertThat(spec.getTopologySpreadConstraints()).hasSize(1);
    assertThat(spec.getPriorityClassName()).isEqualTo("low");
    assertThat(spec.getSchedulerName()).isEqualTo("volcano");
    assertThat(spec.getRuntimeClassName()).isEqualTo("gvisor");
    assertThat(spec.getSchedulingGates()).hasSize(1);
    assertThat(spec.getImagePullSecrets()).extracting("name").containsExactly("mine", "registry");
    assertThat(spec.getDnsPolicy()).isEqualTo("Default");
    assertThat(spec.getHostAliases()).hasSize(1);
    assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(1234);
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getInitContainers())
        .extracting(Container::getName)
        .containsExactly("init", "native");
    assertThat(spec.getInitContainers().get(1).getRestartPolicy()).isEqualTo("Always");
    assertThat(spec.getContainers())
        .extracting(Container::getName)
        .containsExactly("driver", "sidecar");
    assertThat(spec.getVolumes())
        .extracting(Volume::getName)
        .containsExactly("ca", "keys", "nvme", "other", "scratch");

    Container driver = container(pod);
    assertThat(driver.getCommand()).isEmpty();
    assertThat(driver.getArgs()).containsExactly("run");
    assertThat(variable(pod, "TZ").getValue()).isEqualTo("UTC");
    assertThat(variable(pod, "SPARK_LOCAL_DIRS").getValue()).isEqualTo("/nvme/spark");
    assertThat(driver.getEnvFrom()).hasSize(1);
    assertThat(driver.getResources().getLimits())
        .containsKeys("nvidia.com/gpu", "ephemeral-storage");
    assertThat(driver.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/ca", "/keys", "/nvme", "/tmp");
    assertThat(driver.getSecurityContext().getRunAsUser()).isEqualTo(1234);
    assertThat(driver.getLivenessProbe()).isNotNull();
    isRestricted(pod);
  }

  @Test
  void aReportTakesOnlyWhatSaysWhereItMayRunAndHowToReachTheStore() {
    Pod pod = reportPod(Manifests.benchmark("[1]", EVERYTHING));
    PodSpec spec = pod.getSpec();

    assertThat(pod.getMetadata().getLabels())
        .containsEntry("team", "a")
        .doesNotContainKeys("kueue.x-k8s.io/queue-name", "queue", "applicationId");
    assertThat(pod.getMetadata().getAnnotations())
        .isEqualTo(Map.of("sidecar.istio.io/inject", "false"));
    assertThat(spec)
        .isEqualTo(
            Serialization.unmarshal(
                    """
                nodeSelector: {disk: ssd}
                tolerations: [{key: batch, operator: Exists}]
                affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
                priorityClassName: low
                runtimeClassName: gvisor
                imagePullSecrets: [{name: mine}, {name: registry}]
                dnsPolicy: Default
                hostAliases: [{ip: 10.0.0.9, hostnames: [store]}]
                securityContext:
                  {runAsUser: 1234, fsGroup: 5, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                serviceAccountName: jobs
                automountServiceAccountToken: false
                restartPolicy: Never
                enableServiceLinks: false
                terminationGracePeriodSeconds: 10
                activeDeadlineSeconds: 900
                volumes:
                - {name: ca, configMap: {name: ca}}
                - {name: keys, projected: {sources: []}}
                - {name: scratch, emptyDir: {}}
                """,
                    PodSpec.class)
                .toBuilder()
                .withContainers(container(pod))
                .build());

    Container report = container(pod);
    assertThat(report.getCommand()).isEmpty();
    assertThat(report.getArgs()).containsExactly("report");
    assertThat(variable(pod, "TZ").getValue()).isEqualTo("UTC");
    assertThat(variable(pod, "SPARK_LOCAL_DIRS").getValue()).isEqualTo("/tmp/spark");
    assertThat(variable(pod, "AWS_ACCESS_KEY_ID").getValueFrom()).isNotNull();
    assertThat(report.getEnvFrom()).hasSize(1);
    assertThat(report.getLivenessProbe()).isNull();
    assertThat(report.getResources())
        .isEqualTo(
            Serialization.unmarshal(
                """
                requests: {cpu: "1", memory: 640Mi, ephemeral-storage: 100Mi}
                limits: {cpu: "1", memory: 640Mi, ephemeral-storage: 100Mi}
                """,
                ResourceRequirements.class));
    assertThat(report.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/ca", "/keys", "/tmp");
    assertThat(report.getSecurityContext().getRunAsUser()).isEqualTo(1234);
    isRestricted(pod);
  }

  /** By the labels and annotations of their own documentation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kueue.x-k8s.io/queue-name",
        "kueue.x-k8s.io/pod-group-name",
        "kueue.x-k8s.io/pod-group-total-count",
        "kueue.x-k8s.io/priority-class",
        "scheduling.k8s.io/group-name",
        "scheduling.volcano.sh/queue-name",
        "volcano.sh/preemptable",
        "yunikorn.apache.org/app-id",
        "yunikorn.apache.org/task-groups",
        "yunikorn.apache.org/task-group-name",
        "applicationId",
        "queue",
        "scheduling.x-k8s.io/pod-group",
        "pod-group.scheduling.sigs.k8s.io",
        "gang.scheduling.koordinator.sh/name",
        "quota.scheduling.koordinator.sh/name",
        "kai.scheduler/queue",
        "runai/queue"
      })
  void aReportWaitsInNoQueueAndForNoGang(String key) {
    SparkBenchmarkJob job =
        Manifests.benchmark(
            "[1]",
            "  driver: {podTemplate: {metadata: {labels: {%s: x}, annotations: {%s: x}}}}"
                .formatted(key, key));
    assertThat(runPod(job).getMetadata().getLabels()).containsKey(key);
    assertThat(runPod(job).getMetadata().getAnnotations()).containsKey(key);
    assertThat(reportPod(job).getMetadata().getLabels()).doesNotContainKey(key);
    assertThat(reportPod(job).getMetadata().getAnnotations()).doesNotContainKey(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team",
        "app.kubernetes.io/name",
        "cost-center",
        "azure.workload.identity/use",
        "sidecar.istio.io/inject",
        "vault.hashicorp.com/agent-inject",
        "linkerd.io/inject"
      })
  void aReportKeepsLabelsAndAnnotationsForPolicies(String key) {
    Pod pod =
        reportPod(
            Manifests.benchmark(
                "[1]",
                "  driver: {podTemplate: {metadata: {labels: {%s: x}, annotations: {%s: x}}}}"
                    .formatted(key, key)));
    assertThat(pod.getMetadata().getLabels()).containsKey(key);
    assertThat(pod.getMetadata().getAnnotations()).containsKey(key);
  }

  /**
   * A kubelet counts from the moment when it gets the pod; the operator, from the container's
   * start.
   */
  @Test
  void theKubeletsDeadlineLeavesTimeToPullAnImage() {
    Pod pod = runPod(Manifests.benchmark("[1]", "  timeouts: {startSeconds: 100, runSeconds: 10}"));
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(110);
  }

  @Test
  void aReportIsNotBoundByWhatARunMayTake() {
    Pod pod = reportPod(Manifests.benchmark("[1]", "  timeouts: {runSeconds: 10}"));
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(900);
  }

  @Test
  void aReportFitsWhereTheDriverDoes() {
    String small = "  driver: {memory: 466Mi}";
    Pod pod = reportPod(30, 6, small);
    Quantity memory =
        container(runPod(Manifests.benchmark("[1]", small)))
            .getResources()
            .getLimits()
            .get("memory");
    assertThat(container(pod).getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", memory));
    assertThat(container(pod).getResources().getRequests())
        .isEqualTo(container(pod).getResources().getLimits());
    assertThat(variable(pod, Contract.DRIVER_MEMORY_VARIABLE).getValue()).isEqualTo("466m");
  }

  /** It has the documents of all runs in memory. */
  @ParameterizedTest
  @CsvSource({"3, 2, 256m", "9, 10, 308m"})
  void aReportOnManyRunsHasMoreMemory(int nodeCounts, int trials, String heap) {
    Pod pod = reportPod(nodeCounts, trials, "");
    assertThat(variable(pod, Contract.DRIVER_MEMORY_VARIABLE).getValue()).isEqualTo(heap);
  }

  /** Some quotas want limits; some limit ranges have defaults below what we ask for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 1 | 2",
        "{cores: 4} | 4 | 8",
        "{limitCpu: false} | 1 |",
        "{podTemplate: {spec: {containers: [{name: driver, resources: {limits: {cpu: 1500m}}}]}}} | 1 | 1500m",
        "{limitCpu: false, podTemplate: {spec: {containers: [{name: driver, resources: {limits: {cpu: '3'}}}]}}} | 1 | 3"
      })
  void aDriverHasACpuLimitThatItRarelyNeeds(String driver, String request, String limit) {
    ResourceRequirements resources =
        container(runPod(Manifests.benchmark("[1]", "  driver: " + driver))).getResources();
    assertThat(resources.getRequests().get("cpu")).isEqualTo(new Quantity(request));
    assertThat(resources.getLimits().get("cpu"))
        .isEqualTo(limit == null ? null : new Quantity(limit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | [] | scratch at /tmp",
        "[{name: nvme, emptyDir: {}}] | [{name: nvme, mountPath: /tmp}] | nvme at /tmp",
        "[{name: scratch, emptyDir: {}}] | [{name: scratch, mountPath: /tmp/}] | scratch at /tmp/",
        "[{name: scratch, emptyDir: {}}] | [{name: scratch, mountPath: /data}]"
            + " | scratch at /data, scratch-2 at /tmp",
        "[{name: scratch, emptyDir: {}}, {name: scratch-2, emptyDir: {}}] | []"
            + " | scratch-3 at /tmp"
      })
  void theTemplatesOwnVolumesAreNotInTheWay(String volumes, String mounts, String expected) {
    Pod pod =
        runPod(
            Manifests.benchmark(
                "[1]",
                """
                  driver:
                    podTemplate:
                      spec:
                        volumes: %s
                        containers: [{name: driver, volumeMounts: %s}]
                """
                    .formatted(volumes, mounts)));
    assertThat(
            container(pod).getVolumeMounts().stream()
                .map(mount -> mount.getName() + " at " + mount.getMountPath()))
        .containsExactly(expected.split(", "));
    assertThat(pod.getSpec().getVolumes())
        .extracting(Volume::getName)
        .doesNotHaveDuplicates()
        .containsAll(container(pod).getVolumeMounts().stream().map(VolumeMount::getName).toList());
  }

  @Test
  void aPodSaysHowLongItsAnswerMayBe() {
    SparkBenchmarkJob plain = Manifests.benchmark("[1]");
    SparkBenchmarkJob crowded = Manifests.benchmark("[1]", EVERYTHING);
    assertThat(answerBytes(runPod(plain))).isEqualTo(AnswerLimit.of(1));
    assertThat(answerBytes(runPod(crowded))).isEqualTo(AnswerLimit.of(4));
    assertThat(answerBytes(reportPod(crowded))).as("it has no others").isEqualTo(AnswerLimit.of(1));
  }

  private static int answerBytes(Pod pod) {
    return AnswerLimit.from(
        Map.of(AnswerLimit.VARIABLE, variable(pod, AnswerLimit.VARIABLE).getValue()));
  }

  /** The requirements of the restricted Pod Security Standard for the runner's container. */
  private static void isRestricted(Pod pod) {
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    SecurityContext context = container(pod).getSecurityContext();
    assertThat(context.getPrivileged()).isNull();
    assertThat(context.getRunAsNonRoot()).isNull();
    assertThat(context.getSeccompProfile()).isNull();
    assertThat(context.getProcMount()).isNull();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(context.getCapabilities().getAdd()).isEmpty();
  }

  @Test
  void mountsCertificatesAndHasTheCredentialsOfTheResults() {
    Pod pod =
        runPod(
            Manifests.benchmark(
                "[1]",
                "  storage: {resultPath: 's3://other/x', resultCredentialsSecret: keys, certificates: {secret: authority}}"));

    assertThat(pod.getSpec().getVolumes())
        .anySatisfy(
            volume ->
                assertThat(volume.getSecret())
                    .isNotNull()
                    .extracting(SecretVolumeSource::getSecretName)
                    .isEqualTo("authority"));
    assertThat(container(pod).getVolumeMounts())
        .anySatisfy(
            mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/sparkbench/certificates"));
    assertThat(variable(pod, "SPARKBENCH_CERTIFICATES").getValue())
        .isEqualTo("/etc/sparkbench/certificates");
    assertThat(
            variable(pod, "SPARKBENCH_RESULTS_AWS_SECRET_ACCESS_KEY")
                .getValueFrom()
                .getSecretKeyRef()
                .getName())
        .isEqualTo("keys");
    assertThat(request(pod).storage().certificates())
        .isEqualTo(new Storage.Certificates("authority", null));
  }

  @Test
  void noSecretIsReadByTheOperator() {
    Pod pod = runPod(Manifests.benchmark("[1]"));
    EnvVar key = variable(pod, "AWS_SECRET_ACCESS_KEY");
    assertThat(key.getValue()).isNull();
    assertThat(key.getValueFrom().getSecretKeyRef().getName()).isEqualTo("s3-credentials");
  }

  private static Pod reportPod(SparkBenchmarkJob job) {
    Situation situation = Situation.applied(job).nextPodSays(Answers.measured(1, 2.5, 3.5));
    situation.takeUntil(Step.RemovePods.class);
    return launched(situation);
  }

  /** The pod of a report on so many runs. */
  private static Pod reportPod(int nodeCounts, int trials, String fields) {
    List<Integer> nodeList = IntStream.rangeClosed(1, nodeCounts).boxed().toList();
    Situation situation =
        Situation.applied(
            Manifests.benchmark(
                nodeList.toString(), "  measurement: {trials: %d}\n%s".formatted(trials, fields)));
    for (int trial = 1; trial <= trials; trial++) {
      for (int nodes : nodeList) {
        situation.nextPodSays(Answers.trial(trial, nodes, 2.5, 2.6));
      }
    }
    situation.takeUntil(Step.RemovePods.class);
    return launched(situation);
  }

  private static Pod runPod(SparkBenchmarkJob job) {
    return launched(Situation.applied(job).takeUntil(Step.Start.class));
  }

  private static Pod launched(Situation situation) {
    Step.Launch launch = (Step.Launch) situation.take();
    Observation after = situation.observe();
    return DriverPods.of(
        situation.job(),
        ((Resolution.Valid) after.spec()).benchmark(),
        situation.status(),
        launch.pod());
  }

  private static Container container(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  private static EnvVar variable(Pod pod, String name) {
    return container(pod).getEnv().stream()
        .filter(e -> e.getName().equals(name))
        .reduce(
            (a, b) -> {
              throw new AssertionError(name + " is there twice");
            })
        .orElseThrow();
  }

  private static Pod withoutRequest(Pod pod) {
    variable(pod, Contract.RUN_VARIABLE).setValue("the request");
    return pod;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DriverPodsTest.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
