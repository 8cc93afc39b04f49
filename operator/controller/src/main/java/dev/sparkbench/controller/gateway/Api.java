// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.http.Readiness;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes requests to endpoints, and turns failures into responses. */
final class Api {

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private static final Pattern JOB = Pattern.compile("/jobs/([^/]+)");
  private static final Response DOCUMENT = Response.json(200, Json.resource("openapi.json"));
  private static final Response ALIVE = Response.text(200, "alive");

  /** For a client that has hung up, so nobody reads it. */
  private static final Response GONE = Response.text(499, "the client has gone away");

  private final Endpoints endpoints;
  private final Supplier<Readiness> readiness;
  private volatile boolean stopping;
  private volatile boolean closed;

  /**
   * Creates the routes.
   *
   * @param readiness whether the gateway is ready
   */
  Api(Endpoints endpoints, Supplier<Readiness> readiness) {
    this.endpoints = endpoints;
    this.readiness = readiness;
  }

  /** Reports "not ready" from now on, so that the cluster sends no more requests here. */
  void stop() {
    stopping = true;
  }

  /** Refuses everything except probes from now on. */
  void close() {
    closed = true;
  }

  /** The response to a request; the future never completes exceptionally. */
  CompletableFuture<Response> handle(Call call) {
    CompletionStage<Response> answer;
    try {
      answer = route(call);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.exceptionally(e -> explain(call, e)).toCompletableFuture();
  }

  private CompletionStage<Response> route(Call call) {
    Matcher job = JOB.matcher(call.path());
    if (job.matches()) {
      require(call, "GET", "DELETE");
      requireOpen();
      return call.method().equals("GET")
          ? endpoints.get(call, job.group(1))
          : endpoints.delete(call, job.group(1));
    }
    return switch (call.path()) {
      case "/submit-job" -> {
        require(call, "POST");
        requireOpen();
        yield endpoints.submit(call);
      }
      case "/jobs" -> {
        require(call, "GET");
        requireOpen();
        yield endpoints.list(call);
      }
      case "/openapi.json" -> constant(call, DOCUMENT);
      case "/healthz" -> constant(call, ALIVE);
      case "/readyz" -> constant(call, ready());
      default -> throw Refusal.notFound("there is no %s; see /openapi.json".formatted(call.path()));
    };
  }

  private static CompletionStage<Response> constant(Call call, Response answer) {
    require(call, "GET");
    return CompletableFuture.completedFuture(answer);
  }

  private static void require(Call call, String... methods) {
    if (!List.of(methods).contains(call.method())) {
      throw Refusal.methodNotAllowed(call.method(), call.path(), String.join(", ", methods));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw Refusal.unavailable("the gateway is being restarted; send the same request again");
    }
  }

  private Response ready() {
    Readiness now = stopping ? new Readiness(false, "stopping") : readiness.get();
    return Response.text(now.ready() ? 200 : 503, now.text());
  }

  private static Response explain(Call call, Throwable thrown) {
    Throwable e = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (e instanceof Refusal refusal) {
      return refusal.answer();
    } else if (e instanceof KubernetesClientException apiServer) {
      return ApiErrors.refusal(apiServer).answer();
    } else if (e instanceof RejectedExecutionException) {
      return Refusal.unavailable("the gateway is busy; try again later").answer();
    } else if (e instanceof CancellationException) {
      return GONE;
    }
    LOG.error("{} {} failed", call.method(), call.path(), e);
    return Response.error(500, "the gateway failed; its log says why");
  }
}
