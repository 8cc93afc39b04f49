// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An API server and a gateway for all tests of a class; each begins with no resources. */
final class GatewayExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private final GatewayConfig config;

  private TestApiServer api;
  private RunningGateway gateway;

  GatewayExtension() {
    this(RunningGateway.config(GatewayConfig.DEFAULT_MAX_WAITING, GatewayConfig.TIMES.keepAlive()));
  }

  GatewayExtension(GatewayConfig config) {
    this.config = config;
  }

  TestApiServer api() {
    return api;
  }

  RunningGateway gateway() {
    return gateway;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            answers,
            new KubernetesMixedDispatcher(answers),
            false);
    server.init();
    try (KubernetesClient client = server.createClient()) {
      api = new TestApiServer(server, client);
    }
    gateway = RunningGateway.start(api, config);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    api.clear();
    RunningGateway.await(() -> gateway.get("/jobs").body().equals("{\"jobs\":[]}"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    gateway.close();
    api.client().close();
    api.server().destroy();
  }
}
