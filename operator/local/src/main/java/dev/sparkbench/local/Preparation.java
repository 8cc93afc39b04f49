// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A background task, which is cancelled by closing it. */
final class Preparation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final long CLOSE_SECONDS = 3;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "preparation");
            daemon.setDaemon(true);
            return daemon;
          });
  private final Future<?> work;

  private Preparation(Runnable task) {
    work = thread.submit(task);
    thread.shutdown();
  }

  static Preparation start(Runnable task) {
    return new Preparation(task);
  }

  boolean isDone() {
    return work.isDone();
  }

  /**
   * Waits for its end.
   *
   * @throws ExecutionException if it failed
   */
  void await() throws InterruptedException, ExecutionException {
    work.get();
  }

  /** Interrupts it if it still runs. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("background work did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
