package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.TimeSpent;
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
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void theDriverPodIsExactlyThis() throws IOException {
    Pod pod = runPod(Manifests.benchmark("[2, 8]"));
    assertThat(Serialization.asYaml(withoutRequest(pod))).isEqualTo(resource("/pods/driver.yaml"));
  }

  @Test
  void theDriverIsToldWhichJarsItNeedsForATable() throws IOException {
    Pod pod = runPod(Manifests.benchmark("[2, 8]", "  dataset: {format: delta}"));
    assertThat(variable(pod, Contract.TABLE_FORMAT_VARIABLE).getValue()).isEqualTo("delta");
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
      new Phases(
          Situation.START.plusSeconds(2).toString(),
          1,
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          9,
          Situation.START.toString());

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
                new TimeSpent(2, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0)));
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

  @Test
  void noSecretIsReadByTheOperator() {
    Pod pod = runPod(Manifests.benchmark("[1]"));
    EnvVar key = variable(pod, "AWS_SECRET_ACCESS_KEY");
    assertThat(key.getValue()).isNull();
    assertThat(key.getValueFrom().getSecretKeyRef().getName()).isEqualTo("s3-credentials");
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
