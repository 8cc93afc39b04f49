// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations on jobs. Worker threads call the API server; waiting for the end of a benchmark
 * needs no thread.
 */
final class Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private static final int TRIES = 3;

  private final GatewayConfig config;
  private final Access access;
  private final Jobs jobs;
  private final JobWatch watch;
  private final Waiters waiters;
  private final Peers peers;
  private final Executor workers;
  private final RequestReader reader;

  Endpoints(
      GatewayConfig config,
      Access access,
      Jobs jobs,
      JobWatch watch,
      Waiters waiters,
      Peers peers,
      Executor workers) {
    this.config = config;
    this.access = access;
    this.jobs = jobs;
    this.watch = watch;
    this.waiters = waiters;
    this.peers = peers;
    this.workers = workers;
    this.reader = new RequestReader(config.bucket());
  }

  /** The caller, the operation and the namespace of a request. */
  private record Order(Caller caller, Parameters parameters) {

    String namespace() {
      return parameters.namespace();
    }
  }

  /** {@code POST /submit-job}. The body is read only if the caller may send one. */
  CompletableFuture<Response> submit(Call call) {
    String token = call.token();
    call.requireJson();
    return work(
            call,
            () -> {
              Order order = order(call, token, true, "create", "");
              if (order.parameters().waits()) {
                waiters.requireRoom(order.caller().name());
              }
              return order;
            })
        .thenCompose(
            order ->
                call.body()
                    .get()
                    .thenCompose(body -> work(call, () -> place(order, body)))
                    .thenCompose(job -> follow(call, order, job)));
  }

  /** {@code GET /jobs/<id>}. */
  CompletableFuture<Response> get(Call call, String jobId) {
    return answer(
        call,
        "get",
        jobId,
        order ->
            Response.json(200, JobState.of(require(order.namespace(), jobId), config.bucket())));
  }

  /** {@code GET /jobs}. */
  CompletableFuture<Response> list(Call call) {
    return answer(
        call,
        "list",
        "",
        order -> Response.json(200, JobList.of(list(order.namespace()).filter(Jobs::isFound))));
  }

  /** {@code DELETE /jobs/<id>}. */
  CompletableFuture<Response> delete(Call call, String jobId) {
    return answer(
        call,
        "delete",
        jobId,
        order -> {
          SparkBenchmarkJob job = require(order.namespace(), jobId);
          boolean mayKnow =
              access.isAllowed(order.caller(), "get", order.namespace(), JobNames.of(jobId));
          jobs.delete(order.namespace(), jobId);
          return Response.json(
              200, mayKnow ? JobState.deleted(job, config.bucket()) : JobState.deleted(jobId));
        });
  }

  private CompletableFuture<Response> answer(
      Call call, String verb, String jobId, Function<Order, Response> operation) {
    String token = call.token();
    String name = JobNames.isJobId(jobId) ? JobNames.of(jobId) : "";
    return work(call, () -> operation.apply(order(call, token, false, verb, name)));
  }

  private Order order(Call call, String token, boolean mayWait, String verb, String name) {
    Caller caller = access.authenticate(token, call.peer());
    // Do not reveal to callers without rights which namespaces exist.
    Order order = new Order(caller, Parameters.of(call, mayWait, config));
    access.authorize(caller, verb, order.namespace(), name);
    return order;
  }

  /** Creates the resource, or finds the one that the same request created before. */
  private SparkBenchmarkJob place(Order order, byte[] body) {
    JobRequest request = reader.read(body);
    String user = order.caller().name();
    for (int i = 0; i < TRIES; i++) {
      Optional<SparkBenchmarkJob> created = jobs.create(order.namespace(), request, user);
      if (created.isPresent()) {
        LOG.info("{} submitted {} in {}", user, request.jobId(), order.namespace());
        return created.get();
      }
      access.authorize(order.caller(), "get", order.namespace(), JobNames.of(request.jobId()));
      Optional<SparkBenchmarkJob> there = jobs.find(order.namespace(), request.jobId());
      if (there.isPresent()) {
        Jobs.requireSame(request, there.get());
        return there.get();
      }
    }
    throw Refusal.unavailable(
        "somebody keeps creating and deleting job %s".formatted(request.jobId()));
  }

  private CompletableFuture<Response> follow(Call call, Order order, SparkBenchmarkJob job) {
    String location = location(order, job);
    if (!order.parameters().waits()) {
      int code = JobState.hasEnded(job) ? 200 : 202;
      return CompletableFuture.completedFuture(
          Response.json(code, JobState.of(job, config.bucket())).with("Location", location));
    }
    CompletableFuture<SparkBenchmarkJob> end = waiters.join(job, order.caller().name());
    call.hangUp().thenRun(() -> end.cancel(false));
    // Changes from before the waiter was registered.
    ObjectMeta metadata = job.getMetadata();
    watch.find(metadata.getNamespace(), metadata.getName()).ifPresent(waiters::changed);
    return end.handle(
            (ended, e) -> {
              if (e instanceof Refusal refusal) {
                return refusal.answer();
              } else if (e != null) {
                throw new CompletionException(e);
              }
              return Response.json(200, JobState.of(ended, config.bucket()));
            })
        .thenApply(answer -> answer.with("Location", location));
  }

  private String location(Order order, SparkBenchmarkJob job) {
    return "/jobs/"
        + JobState.jobId(job)
        + (order.namespace().equals(config.defaultNamespace())
            ? ""
            : "?namespace=" + order.namespace());
  }

  private SparkBenchmarkJob require(String namespace, String jobId) {
    Optional<SparkBenchmarkJob> job = Optional.empty();
    if (JobNames.isJobId(jobId)) {
      job =
          watch
              .find(namespace, JobNames.of(jobId))
              // The watch may lag behind.
              .or(() -> jobs.find(namespace, jobId))
              .filter(found -> JobState.jobId(found).equals(jobId));
    }
    return job.orElseThrow(
        () -> Refusal.notFound("there is no job %s in namespace %s".formatted(jobId, namespace)));
  }

  /** The jobs from the watch, or from the API server if the namespace is not watched. */
  private Stream<SparkBenchmarkJob> list(String namespace) {
    return watch.follows(namespace) ? watch.list(namespace) : jobs.list(namespace);
  }

  private <T> CompletableFuture<T> work(Call call, Supplier<T> task) {
    peers.enter(call.peer());
    try {
      return CompletableFuture.supplyAsync(task, workers)
          .whenComplete((result, e) -> peers.leave(call.peer()));
    } catch (RejectedExecutionException e) {
      peers.leave(call.peer());
      throw e;
    }
  }
}
