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
 * Where an application may write: a folder of its own for each call. Nothing outside of the run's
 * folder is ever deleted, and when all runs have ended, nothing outside of the folder of all.
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

  /** That of an application that does not ask for it. */
  static Scratch unused(RunRequest request) {
    return new Scratch(folder(request), false, null);
  }

  /**
   * That of an application that asks for it. What a killed attempt of the same run left is deleted.
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
   * Deletes what killed runs of a benchmark left that has ended: the last attempt of a run has no
   * next one that would do it.
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

  /** The run's folder; empty if the application does not ask for one. */
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

  /** What lies in the folder of a call under this name: an object, or all objects below it. */
  List<StoredObject> find(int call, String name) {
    S3Uri uri = folder(call).resolve(name);
    String below = uri.key().endsWith("/") ? uri.key() : uri.key() + "/";
    return store.list(uri.bucket(), uri.key()).stream()
        .filter(object -> object.key().equals(uri.key()) || object.key().startsWith(below))
        .toList();
  }

  /** Deletes all that the application wrote, as far as that is possible. */
  void delete() {
    if (!used) {
      return;
    }
    try {
      store.deleteBelow(run);
    } catch (RuntimeException e) {
      // The results are safe; the next attempt of this run would delete it.
      LOG.warn("what the application wrote below {} could not be deleted", run, e);
    }
  }
}
