// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Requests that wait for the end of a benchmark. A waiter costs a few hundred bytes and no thread,
 * and is removed as soon as its future is completed.
 */
final class Waiters {

  private final int limit;
  private final int limitPerCaller;
  private final Map<String, Integer> perCaller = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** By the resource's UID, because a new resource with the same name is another benchmark. */
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /**
   * Creates an empty set of waiters.
   *
   * @param limit the largest number of waiters; it may be exceeded by a few that come at the same
   *     moment
   * @param limitPerCaller the largest number of one caller
   */
  Waiters(int limit, int limitPerCaller) {
    this.limit = limit;
    this.limitPerCaller = limitPerCaller;
  }

  int size() {
    return size.get();
  }

  /**
   * Checks that there is room for a waiter; call it before any work that only makes sense with a
   * wait.
   *
   * @param caller the caller that would wait
   * @throws Refusal if there is no room
   */
  void requireRoom(String caller) {
    int own = perCaller.getOrDefault(caller, 0);
    if (own >= limitPerCaller) {
      throw Refusal.tooMany(
          "%d requests of %s wait already; try again later, or use wait=false"
              .formatted(own, caller));
    }
    if (size.get() >= limit) {
      throw Refusal.unavailable(
          "%d requests wait already; try again later, or use wait=false".formatted(limit));
    }
  }

  /** A future that completes with the resource when its benchmark has ended. */
  CompletableFuture<SparkBenchmarkJob> join(SparkBenchmarkJob job, String caller) {
    String uid = job.getMetadata().getUid();
    CompletableFuture<SparkBenchmarkJob> waiter = new CompletableFuture<>();
    size.incrementAndGet();
    perCaller.merge(caller, 1, Integer::sum);
    waiting.compute(
        uid,
        (key, there) -> {
          Waiting group = there == null ? new Waiting(job, ConcurrentHashMap.newKeySet()) : there;
          group.waiters().add(waiter);
          return group;
        });
    waiter.whenComplete(
        (result, error) -> {
          leave(uid, waiter);
          perCaller.computeIfPresent(caller, (key, count) -> count == 1 ? null : count - 1);
        });
    if (JobState.hasEnded(job)) {
      waiter.complete(job);
    } else if (closed) {
      waiter.completeExceptionally(shutDown());
    }
    return waiter;
  }

  /** Completes the waiters of a resource if its benchmark has ended. */
  void changed(SparkBenchmarkJob job) {
    if (JobState.hasEnded(job)) {
      of(job.getMetadata().getUid()).forEach(waiter -> waiter.complete(job));
    }
  }

  /** Completes the waiters of a deleted resource. */
  void deleted(SparkBenchmarkJob job) {
    of(job.getMetadata().getUid())
        .forEach(
            waiter ->
                waiter.completeExceptionally(
                    Refusal.gone(
                        "job %s was deleted before it ended".formatted(JobState.jobId(job)))));
  }

  /** The resources that have waiters, in their state when the first waiter came. */
  List<SparkBenchmarkJob> awaited() {
    return waiting.values().stream().map(Waiting::job).toList();
  }

  /** Ends all waits. */
  void close() {
    closed = true;
    waiting.keySet().stream()
        .flatMap(this::of)
        .forEach(waiter -> waiter.completeExceptionally(shutDown()));
  }

  private static Refusal shutDown() {
    return Refusal.unavailable(
        "the gateway is being restarted; the benchmark goes on, send the same request again");
  }

  /** A copy, because waiters are removed while they are completed. */
  private Stream<CompletableFuture<SparkBenchmarkJob>> of(String uid) {
    Waiting group = waiting.get(uid);
    return group == null ? Stream.of() : List.copyOf(group.waiters()).stream();
  }

  private void leave(String uid, CompletableFuture<SparkBenchmarkJob> waiter) {
    size.decrementAndGet();
    waiting.computeIfPresent(
        uid,
        (key, group) -> {
          group.waiters().remove(waiter);
          return group.waiters().isEmpty() ? null : group;
        });
  }

  private record Waiting(
      SparkBenchmarkJob job, Set<CompletableFuture<SparkBenchmarkJob>> waiters) {}
}
