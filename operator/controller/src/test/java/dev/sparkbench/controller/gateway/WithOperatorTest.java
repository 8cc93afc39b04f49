// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.controller.FakeKubelet;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.controller.gateway.Conformity.Reply;
import dev.sparkbench.controller.plan.Answers;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gateway with statuses that the real operator writes. */
class WithOperatorTest {

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private static SparkBenchmarkOperator operator;

  private final KubernetesClient client = EXTENSION.api().client();
  private final RunningGateway gateway = EXTENSION.gateway();

  @BeforeAll
  static void start() {
    operator =
        SparkBenchmarkOperator.start(
            EXTENSION.api().client(),
            new OperatorConfig(
                Manifests.DEFAULTS,
                Set.of("team"),
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", 0)));
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @BeforeEach
  void clear() {
    client.pods().inNamespace("team").delete();
  }

  @Test
  void aBenchmarkIsAnsweredWhenItHasEnded() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    finishPods(
        reply,
        run -> Answers.trial(run.trial(), run.nodes(), 6.0 / run.nodes(), 6.0 / run.nodes()));
    assertThat(reply.join().body())
        .isEqualTo(
            """
            {"status":"SUCCESS","data":{\
            "job_id":"job_001",\
            "result_path":"user123/result/job_001/output",\
            "performance_metrics":[\
            {"nodes":1,"time_sec":6.0,"speedup":1.0,"efficiency":1.0},\
            {"nodes":2,"time_sec":3.0,"speedup":2.0,"efficiency":1.0}],\
            "performance_metrics_s3":"s3://bucket/p/performance.csv",\
            "outputs":{\
            "1_nodes":"s3://bucket/user123/result/job_001/output/1_nodes.json",\
            "2_nodes":"s3://bucket/user123/result/job_001/output/2_nodes.json"}}}""");
  }

  @Test
  void aFailureIsAnsweredWithItsReason() {
    CompletableFuture<Reply> reply = gateway.submit(ORIGINAL);
    finishPods(
        reply,
        run -> Answers.failed(run.nodes(), FailureReason.DATASET_NOT_FOUND, "there is nothing"));
    assertThat(reply.join().json().path("status").asText()).isEqualTo("FAILED");
    assertThat(reply.join().json().at("/error/reason").asText()).isEqualTo("DatasetNotFound");
    assertThat(reply.join().json().at("/error/message").asText()).contains("there is nothing");
    assertThat(reply.join().json().at("/data/job_id").asText()).isEqualTo("job_001");
  }

  /** Ends each pod with an answer until the request has one. */
  private void finishPods(CompletableFuture<Reply> reply, Function<RunRequest, Object> run) {
    FakeKubelet kubelet = new FakeKubelet(client, "team");
    RunningGateway.await(
        () -> {
          for (Pod pod : client.pods().inNamespace("team").list().getItems()) {
            if (pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()) {
              Object answer = request(pod).map(run).orElseGet(Answers::reported);
              kubelet.finish(pod.getMetadata().getName(), answer);
            }
          }
          return reply.isDone();
        });
  }

  private static Optional<RunRequest> request(Pod pod) {
    return pod.getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getName().equals(Contract.RUN_VARIABLE))
        .map(EnvVar::getValue)
        .map(request -> Contract.read(request, RunRequest.class))
        .findFirst();
  }
}
