// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Sends changes to watchers, from any resource version that is not too old. */
final class Watches implements ObjectStore.Listener {

  /** The number of changes per type that are kept for watchers that reconnect. */
  static final int HISTORY = 2048;

  private final ObjectStore store;
  private final Map<String, Deque<Change>> history = new HashMap<>();
  private final Map<String, Long> forgotten = new HashMap<>();
  private final Map<String, Set<Watch>> watches = new HashMap<>();

  Watches(ObjectStore store) {
    this.store = store;
  }

  /**
   * The request of a watcher.
   *
   * @param namespace empty for all
   * @param since the version after which changes are sent; empty to send existing objects first
   * @param marksBeginning whether to send a bookmark after the existing objects
   * @param rendering the form in which objects are sent
   */
  record WatchRequest(
      ResourceType type,
      String namespace,
      Predicate<? super ObjectNode> selector,
      Optional<Long> since,
      boolean marksBeginning,
      UnaryOperator<ObjectNode> rendering) {}

  /** Starts sending. */
  ApiResponse.Subscription open(WatchRequest request, ApiResponse.Sink events) {
    String resource = request.type().qualifiedName();
    Watch watch = new Watch(request, events);
    if (request.since().isEmpty()) {
      store.list(resource, request.namespace()).stream()
          .filter(request.selector())
          .forEach(object -> watch.send("ADDED", object));
      if (request.marksBeginning()) {
        watch.sendAsIs("BOOKMARK", beginning(request.type()));
      }
    } else if (request.since().get() < forgotten.getOrDefault(resource, 0L)) {
      watch.sendAsIs(
          "ERROR", ApiException.expired(request.since().get(), forgotten.get(resource)).toStatus());
      return () -> {};
    } else {
      history.getOrDefault(resource, new ArrayDeque<>()).stream()
          .filter(change -> change.version() > request.since().get())
          .forEach(watch::changed);
    }
    Set<Watch> ofType = watches.computeIfAbsent(resource, any -> new LinkedHashSet<>());
    ofType.add(watch);
    return () -> ofType.remove(watch);
  }

  @Override
  public void changed(Change change) {
    String resource = change.key().resource();
    Deque<Change> past = history.computeIfAbsent(resource, any -> new ArrayDeque<>());
    past.addLast(change);
    if (past.size() > HISTORY) {
      forgotten.put(resource, past.removeFirst().version());
    }
    List.copyOf(watches.getOrDefault(resource, Set.of())).forEach(watch -> watch.changed(change));
  }

  private ObjectNode beginning(ResourceType type) {
    ObjectNode bookmark = JsonNodeFactory.instance.objectNode();
    bookmark.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    bookmark
        .putObject("metadata")
        .put("resourceVersion", Long.toString(store.version()))
        .putObject("annotations")
        .put("k8s.io/initial-events-end", "true");
    return bookmark;
  }

  private record Watch(WatchRequest request, ApiResponse.Sink events) {

    void changed(Change change) {
      if (!request.namespace().isEmpty() && !request.namespace().equals(change.key().namespace())) {
        return;
      }
      Optional<ObjectNode> before = change.before().filter(request.selector());
      Optional<ObjectNode> after = change.after().filter(request.selector());
      if (after.isPresent()) {
        send(before.isPresent() ? "MODIFIED" : "ADDED", after.get());
      } else if (before.isPresent()) {
        // The object is deleted or no longer selected: send the last state that the watcher has
        // seen, with the version of the change.
        ObjectNode last = before.get().deepCopy();
        Metadata.of(last).put("resourceVersion", Long.toString(change.version()));
        send("DELETED", last);
      }
    }

    void send(String type, ObjectNode object) {
      sendAsIs(type, request.rendering().apply(object));
    }

    void sendAsIs(String type, ObjectNode object) {
      ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
      events.send(event.set("object", object) + "\n");
    }
  }
}
