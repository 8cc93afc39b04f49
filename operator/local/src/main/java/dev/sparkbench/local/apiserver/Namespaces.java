package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Ends namespaces: one that is deleted takes in nothing any more, what is in it is deleted, and
 * when nothing is left it goes itself.
 */
final class Namespaces implements ObjectStore.Listener {

  private final ObjectStore store;
  private final Deletion deletion;

  Namespaces(ObjectStore store, Deletion deletion) {
    this.store = store;
    this.deletion = deletion;
  }

  /** Refuses an object whose namespace is ending. */
  static void requireOpen(ObjectStore store, ObjectKey key) {
    ObjectKey namespace = key(key.namespace());
    if (store.find(namespace).map(Metadata::isBeingDeleted).orElse(false)) {
      throw ApiException.forbidden(
          key,
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(key.namespace()));
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

  private static ObjectKey key(String name) {
    return new ObjectKey(ResourceTypes.NAMESPACES, "", name);
  }

  /** What a namespace says of itself. */
  static void setPhase(ObjectNode namespace, String phase) {
    namespace.putObject("status").put("phase", phase);
  }
}
