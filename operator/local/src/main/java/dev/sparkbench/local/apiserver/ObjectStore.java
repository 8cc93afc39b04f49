// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds all objects in memory and notifies listeners of every write. Returned objects must not be
 * modified; take a deep copy. The caller must ensure that only one thread at a time uses it.
 */
final class ObjectStore {

  /**
   * Receives writes after they happened; listeners are called in the order in which they were
   * added.
   */
  interface Listener {
    void changed(Change change);
  }

  private final Map<String, NavigableMap<ObjectKey, ObjectNode>> objects = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private long version;

  void addListener(Listener listener) {
    listeners.add(listener);
  }

  /** The resource version of the last write. */
  long version() {
    return version;
  }

  Optional<ObjectNode> find(ObjectKey key) {
    return Optional.ofNullable(of(key.resource()).get(key));
  }

  ObjectNode get(ObjectKey key) {
    return find(key).orElseThrow(() -> ApiException.notFound(key));
  }

  /** All objects of a type, or those in one namespace, ordered by namespace and name. */
  List<ObjectNode> list(String resource, String namespace) {
    if (namespace.isEmpty()) {
      return List.copyOf(of(resource).values());
    }
    ObjectKey from = new ObjectKey(resource, namespace, "");
    ObjectKey to = new ObjectKey(resource, namespace + '\0', "");
    return List.copyOf(of(resource).subMap(from, to).values());
  }

  /** The keys of all objects in a namespace. */
  List<ObjectKey> in(String namespace) {
    return objects.values().stream()
        .flatMap(ofType -> ofType.keySet().stream())
        .filter(key -> key.namespace().equals(namespace))
        .sorted()
        .toList();
  }

  /** Creates or replaces an object; the store takes ownership of it. */
  void put(ObjectKey key, ObjectNode object) {
    version++;
    Metadata.of(object).put("resourceVersion", Long.toString(version));
    ObjectNode before = of(key.resource()).put(key, object);
    tell(new Change(key, version, Optional.ofNullable(before), Optional.of(object)));
  }

  void remove(ObjectKey key) {
    ObjectNode before = of(key.resource()).remove(key);
    if (before != null) {
      version++;
      tell(new Change(key, version, Optional.of(before), Optional.empty()));
    }
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.changed(change));
  }

  private NavigableMap<ObjectKey, ObjectNode> of(String resource) {
    return objects.computeIfAbsent(resource, any -> new TreeMap<>());
  }
}
