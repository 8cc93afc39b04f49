// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Runs requests for many objects in parallel. */
final class ParallelRequests {

  private static final int THREADS = 32;

  private ParallelRequests() {}

  /** The results in the order of the requests; fails with the first failure. */
  static <A, B> List<B> all(List<A> questions, Function<A, B> answer) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<B>> asked =
          questions.stream()
              .map(one -> CompletableFuture.supplyAsync(() -> answer.apply(one), pool))
              .toList();
      return asked.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      pool.shutdownNow();
    }
  }
}
