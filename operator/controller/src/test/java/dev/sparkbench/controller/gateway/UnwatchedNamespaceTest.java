// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.NAME;
import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A namespace that cannot be watched does not put the gateway out of service. */
@EnableKubernetesMockClient(crud = true, https = false)
class UnwatchedNamespaceTest {

  private static final String THERE = "?namespace=team-b";

  private final AtomicBoolean forbidden = new AtomicBoolean(true);

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void itIsAnsweredByTheApiServerUntilItCanBeWatched() {
    TestApiServer api = new TestApiServer(server, client);
    server
        .expect()
        .get()
        .withPath("/forbidden")
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no rights").build())
        .always();
    try (KubernetesClient limited = limited();
        Gateway started =
            Gateway.start(limited, RunningGateway.config(10, GatewayConfig.TIMES.keepAlive()));
        RunningGateway gateway = RunningGateway.of(started)) {
      RunningGateway.await(() -> gateway.get("/readyz").code() == 200);
      assertThat(gateway.get("/readyz").body())
          .startsWith("ready; not watching namespace team-b: cannot watch benchmarks: ");
      assertThat(gateway.post("/submit-job?wait=false", ORIGINAL).code()).isEqualTo(202);

      CompletableFuture<Reply> reply =
          gateway.sendAsync(
              "POST", "/submit-job" + THERE, TestApiServer.ALICE, Optional.of(ORIGINAL));
      gateway.awaitWaiting(1);
      assertThat(gateway.get("/jobs" + THERE).body())
          .isEqualTo("{\"jobs\":[{\"job_id\":\"job_001\",\"status\":\"PENDING\"}]}");
      succeed(api.client());
      assertThat(gateway.get("/jobs/job_001" + THERE).body()).contains("SUCCESS");
      started.sweep();
      assertThat(reply.join().code()).isEqualTo(200);

      forbidden.set(false);
      RunningGateway.await(() -> gateway.get("/readyz").body().equals("ready\n"));
      assertThat(gateway.get("/jobs" + THERE).body()).contains("SUCCESS");
    }
  }

  private static void succeed(KubernetesClient client) {
    SparkBenchmarkJob job =
        client.resources(SparkBenchmarkJob.class).inNamespace("team-b").withName(NAME).get();
    Long generation = job.getMetadata().getGeneration();
    job.setStatus(
        Serialization.unmarshal(
            Statuses.SUCCEEDED.formatted(generation == null ? 0 : generation),
            SparkBenchmarkJobStatus.class));
    client.resource(job).updateStatus();
  }

  /** Informers ask for a version. */
  private KubernetesClient limited() {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor(
                    "rights",
                    new Interceptor() {
                      @Override
                      public void before(
                          BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        if (forbidden.get()
                            && request.uri().getPath().contains("/namespaces/team-b/")
                            && String.valueOf(request.uri().getQuery())
                                .contains("resourceVersion")) {
                          builder.uri(request.uri().resolve("/forbidden"));
                        }
                      }
                    }))
        .build();
  }
}
