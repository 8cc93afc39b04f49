// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;

/**
 * Creates and deletes namespaces. A new one gets its service account. A deleted one accepts no more
 * objects; its objects are deleted, and when none is left, it is removed.
 */
final class Namespaces implements ObjectStore.Listener {

  /** Creates the default service account of a namespace. */
  interface DefaultAccount {
    void createIn(String namespace);
  }

  private final ObjectStore store;
  private final Deletion deletion;
  private final DefaultAccount account;

  Namespaces(ObjectStore store, Deletion deletion, DefaultAccount account) {
    this.store = store;
    this.deletion = deletion;
    this.account = account;
  }

  /** Refuses an object whose namespace is missing or ending. */
  static void requireOpen(ObjectStore store, ObjectKey key) {
    if (!key.namespace().isEmpty() && Metadata.isBeingDeleted(store.get(key(key.namespace())))) {
      throw ApiException.forbidden(
          key,
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(key.namespace()),
          new FieldError(
              "metadata.namespace",
              "NamespaceTerminating",
              "namespace %s is being terminated".formatted(key.namespace())));
    }
  }

  @Override
  public void changed(Change change) {
    boolean isNamespace = change.key().resource().equals(ResourceTypes.NAMESPACES);
    String name = isNamespace ? change.key().name() : change.key().namespace();
    boolean startsToEnd =
        isNamespace
            && change.after().map(Metadata::isBeingDeleted).orElse(false)
            && !change.before().map(Metadata::isBeingDeleted).orElse(false);
    if (isNamespace && change.before().isEmpty()) {
      account.createIn(name);
    }
    if (startsToEnd) {
      store.in(name).forEach(key -> deletion.delete(key, DeleteOptions.DEFAULT));
    }
    if (startsToEnd || change.after().isEmpty()) {
      removeIfEmpty(key(name));
    }
  }

  private void removeIfEmpty(ObjectKey namespace) {
    boolean ending = store.find(namespace).map(Metadata::isBeingDeleted).orElse(false);
    if (ending && store.in(namespace.name()).isEmpty()) {
      store.remove(namespace);
    }
  }

  static ObjectKey key(String name) {
    return new ObjectKey(ResourceTypes.NAMESPACES, "", name);
  }

  /** The status of a namespace. */
  static void setPhase(ObjectNode namespace, String phase) {
    namespace.putObject("status").put("phase", phase);
  }
}
