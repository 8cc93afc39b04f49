// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Deletes objects: at once, or by marking them, if a finalizer, a kubelet or {@link Namespaces} has
 * work to do first.
 */
final class Deletion {

  private final ObjectStore store;
  private final Clock clock;

  Deletion(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Deletes an object.
   *
   * @return the marked object; empty if it is gone
   */
  Optional<ObjectNode> delete(ObjectKey key, DeleteOptions options) {
    ObjectNode object = store.get(key);
    checkPreconditions(key, object, options);
    if (options.dryRun()) {
      return Optional.of(object);
    }
    long grace = key.resource().equals(ResourceTypes.PODS) ? Pods.graceSeconds(object, options) : 0;
    boolean isNamespace = key.resource().equals(ResourceTypes.NAMESPACES);
    boolean goes = grace == 0 && !isNamespace && !Metadata.hasFinalizers(object);
    boolean isPod = key.resource().equals(ResourceTypes.PODS);
    if (goes && !isPod) {
      store.remove(key);
      return Optional.empty();
    }
    long remaining = graceOf(object);
    if (!goes && Metadata.isBeingDeleted(object) && grace >= remaining) {
      return Optional.of(object);
    }
    ObjectNode marked = object.deepCopy();
    Metadata.of(marked)
        .put(
            "deletionTimestamp",
            clock.instant().plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString())
        .put("deletionGracePeriodSeconds", grace);
    if (isNamespace) {
      Namespaces.setPhase(marked, "Terminating");
    }
    store.put(key, marked);
    if (goes) {
      // Watchers see the mark of a pod, even of one that is removed at once.
      store.remove(key);
      return Optional.empty();
    }
    return Optional.of(marked);
  }

  /** Whether nothing prevents the removal of a marked object any more. */
  static boolean isDue(ObjectKey key, ObjectNode object) {
    return Metadata.isBeingDeleted(object)
        && !key.resource().equals(ResourceTypes.NAMESPACES)
        && graceOf(object) == 0
        && !Metadata.hasFinalizers(object);
  }

  private static long graceOf(ObjectNode object) {
    return object.path("metadata").path("deletionGracePeriodSeconds").asLong(0);
  }

  private static void checkPreconditions(ObjectKey key, ObjectNode object, DeleteOptions options) {
    check(key, object, "uid", options.uid(), "the UID", "deleted and then recreated");
    check(
        key,
        object,
        "resourceVersion",
        options.resourceVersion(),
        "the ResourceVersion",
        "modified");
  }

  private static void check(
      ObjectKey key,
      ObjectNode object,
      String field,
      Optional<String> expected,
      String what,
      String may) {
    String found = Metadata.text(object, field);
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw ApiException.conflict(
          key,
          "%s in the precondition (%s) does not match %s in record (%s). The object might have been %s"
              .formatted(what, expected.get(), what, found, may));
    }
  }
}
