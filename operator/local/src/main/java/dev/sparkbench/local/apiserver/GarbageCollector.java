// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes objects all of whose owners are gone. */
final class GarbageCollector implements ObjectStore.Listener {

  private final Deletion deletion;
  private final Set<String> existing = new HashSet<>();
  private final Map<String, Set<ObjectKey>> dependents = new HashMap<>();
  private final ObjectStore store;

  GarbageCollector(ObjectStore store, Deletion deletion) {
    this.store = store;
    this.deletion = deletion;
  }

  @Override
  public void changed(Change change) {
    change.before().ifPresent(object -> forget(change.key(), object));
    change.after().ifPresent(object -> learn(change.key(), object));
    if (change.after().isPresent()) {
      collectIfOrphaned(change.key());
    } else {
      change
          .before()
          .map(object -> dependents.getOrDefault(Metadata.text(object, "uid"), Set.of()))
          .map(List::copyOf)
          .ifPresent(keys -> keys.forEach(this::collectIfOrphaned));
    }
  }

  private void learn(ObjectKey key, ObjectNode object) {
    existing.add(Metadata.text(object, "uid"));
    for (String owner : Metadata.ownerUids(object)) {
      dependents.computeIfAbsent(owner, any -> new LinkedHashSet<>()).add(key);
    }
  }

  private void forget(ObjectKey key, ObjectNode object) {
    existing.remove(Metadata.text(object, "uid"));
    for (String owner : Metadata.ownerUids(object)) {
      dependents.computeIfPresent(
          owner, (any, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
    }
  }

  private void collectIfOrphaned(ObjectKey key) {
    Optional<ObjectNode> object = store.find(key);
    List<String> owners = object.map(Metadata::ownerUids).orElse(List.of());
    if (!owners.isEmpty()
        && owners.stream().noneMatch(existing::contains)
        && !object.map(Metadata::isBeingDeleted).orElse(true)) {
      deletion.delete(key, DeleteOptions.DEFAULT);
    }
  }
}
