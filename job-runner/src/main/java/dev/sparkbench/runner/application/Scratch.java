// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that an application may write to, a new one for each call. A run deletes nothing
 * outside its own folder. When all runs have ended, everything in the common folder of the
 * benchmark is deleted, and nothing outside it.
 */
final class Scratch {

  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  private final S3Uri run;
  private final boolean used;
  private final ObjectStore store;

  private Scratch(S3Uri run, boolean used, ObjectStore store) {
    this.run = run;
    this.used = used;
    this.store = store;
  }

  /** For an application that does not use the folder. */
  static Scratch unused(RunRequest request) {
    return new Scratch(folder(request), false, null);
  }

  /**
   * For an application that uses the folder. Deletes what a killed attempt of the same run left
   * there.
   *
   * @throws RunFailure if it cannot be deleted
   */
  static Scratch emptied(RunRequest request, ObjectStore store) {
    Scratch scratch = new Scratch(folder(request), true, store);
    int left = store.deleteBelow(scratch.run);
    if (left > 0) {
      LOG.warn(
          "{} had {} objects of an attempt that was killed; they were deleted", scratch.run, left);
    }
    return scratch;
  }

  /**
   * Deletes what killed runs left, when the benchmark has ended. The last attempt of a run has no
   * successor that would delete its files.
   *
   * @throws RunFailure if it cannot be deleted
   */
  static void deleteAll(ResultLayout layout, ObjectStore store) {
    int left = store.deleteBelow(layout.scratch());
    if (left > 0) {
      LOG.info("{} had {} objects of killed runs; they were deleted", layout.scratch(), left);
    }
  }

  private static S3Uri folder(RunRequest request) {
    return ResultLayout.scratch(S3Uri.parse(request.output()));
  }

  /** The run's folder; empty if the application does not use one. */
  List<S3Uri> folders() {
    return used ? List.of(run) : List.of();
  }

  /**
   * The folder of a call.
   *
   * @param call counts from 1
   */
  S3Uri folder(int call) {
    return run.resolve(call + "/");
  }

  /** The objects of a call with this name: a single object, or all objects below it. */
  List<StoredObject> find(int call, String name) {
    S3Uri uri = folder(call).resolve(name);
    String below = uri.key().endsWith("/") ? uri.key() : uri.key() + "/";
    return store.list(uri.bucket(), uri.key()).stream()
        .filter(object -> object.key().equals(uri.key()) || object.key().startsWith(below))
        .toList();
  }

  /** Deletes everything that the application wrote, as far as possible. */
  void delete() {
    if (!used) {
      return;
    }
    try {
      store.deleteBelow(run);
    } catch (RuntimeException e) {
      // The results are stored already, and the next attempt of this run would delete the rest.
      LOG.warn("what the application wrote below {} could not be deleted", run, e);
    }
  }
}
