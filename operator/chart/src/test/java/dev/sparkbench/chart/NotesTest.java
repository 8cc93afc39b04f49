// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsHelm
class NotesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        Chart.DEFAULTS,
        "jobs: {storage: {bucket: bench, credentialsSecret: s3-credentials}}"
      })
  void theirBenchmarkIsValid(String values) {
    OperatorConfig config =
        OperatorConfig.fromEnvironment(Environment.ofOperator(Chart.render(values)));
    assertThat(
            new SpecResolver(config.defaults(), config.allowed())
                .resolve(benchmark(Chart.notes(values))))
        .isInstanceOf(Resolution.Valid.class);
  }

  @Test
  void theySayHowToMakeTheSecretWithoutShowingIt() {
    assertThat(Chart.notes("jobs: {storage: {credentialsSecret: s3-credentials}}"))
        .contains(
            "\nkubectl --namespace benchmarks create secret generic s3-credentials --from-env-file=FILE\n");
    assertThat(Chart.notes(Chart.DEFAULTS))
        .doesNotContain("create secret")
        .contains("set jobs.storage.credentialsSecret");
  }

  @Test
  void theySpeakOfANamespaceWhereJobsMayRun() {
    assertThat(Chart.notes("watchNamespaces: [team-a, team-b]"))
        .contains("runs the SparkBenchmarkJobs of team-a, team-b.")
        .contains("bench-sparkbench-operator-job, is in team-a, team-b; in no other.")
        .contains("\nkubectl --namespace team-a apply --filename - <<'END'\n")
        .contains(
            "\nkubectl --namespace sparkbench rollout status deployment/bench-sparkbench-operator\n")
        .contains("\nhelm --namespace sparkbench test bench\n");
  }

  @Test
  void theySayHowToCallAGateway() {
    assertThat(Chart.notes(Chart.DEFAULTS)).doesNotContain("curl");
    assertThat(Chart.notes("gateway: {enabled: true, tls: {plainHttp: true}}"))
        .contains(
            "\nkubectl --namespace sparkbench port-forward service/bench-sparkbench-operator-gateway 8080:80\n")
        .contains("\nTOKEN=$(kubectl --namespace benchmarks create token ACCOUNT)\n")
        .contains("\ncurl http://localhost:8080/submit-job --data @FILE \\\n");
    assertThat(Chart.notes(Variants.GATEWAY))
        .contains("service/bench-sparkbench-operator-gateway 8080:443\n")
        .contains("--namespace team-a create token ACCOUNT --audience sparkbench)\n")
        .contains("https://bench-sparkbench-operator-gateway.sparkbench.svc:8080/submit-job ");
  }

  private static SparkBenchmarkJob benchmark(String notes) {
    String start = "<<'END'\n";
    String manifest =
        notes.substring(notes.indexOf(start) + start.length(), notes.indexOf("\nEND\n"));
    return Serialization.unmarshal(manifest.replace("BUCKET", "bucket"), SparkBenchmarkJob.class);
  }
}
