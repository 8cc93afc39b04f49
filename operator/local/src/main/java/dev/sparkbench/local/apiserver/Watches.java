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
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sends changes to those who watch, from any resource version that is not too long ago. */
final class Watches implements ObjectStore.Listener {

  /** How many changes of a type are kept for those who come back after a lost connection. */
  static final int HISTORY = 2048;

  private final ObjectStore store;
  private final Map<String, Deque<Change>> history = new HashMap<>();
  private final Map<String, Long> forgotten = new HashMap<>();
  private final Map<String, Set<Watch>> watches = new HashMap<>();

  Watches(ObjectStore store) {
    this.store = store;
  }

  /**
   * Begins to send.
   *
   * @param since send what happened after this version; empty to send what exists first
   */
  ApiResponse.Subscription open(
      String resource,
      String namespace,
      Predicate<? super ObjectNode> selector,
      Optional<Long> since,
      Consumer<String> events) {
    Watch watch = new Watch(namespace, selector, events);
    if (since.isEmpty()) {
      store.list(resource, namespace).stream()
          .filter(selector)
          .forEach(object -> watch.send("ADDED", object));
    } else if (since.get() < forgotten.getOrDefault(resource, 0L)) {
      watch.send("ERROR", ApiException.expired(since.get(), forgotten.get(resource)).toStatus());
      return () -> {};
    } else {
      history.getOrDefault(resource, new ArrayDeque<>()).stream()
          .filter(change -> change.version() > since.get())
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

  private record Watch(
      String namespace, Predicate<? super ObjectNode> selector, Consumer<String> events) {

    void changed(Change change) {
      if (!namespace.isEmpty() && !namespace.equals(change.key().namespace())) {
        return;
      }
      Optional<ObjectNode> before = change.before().filter(selector);
      Optional<ObjectNode> after = change.after().filter(selector);
      if (after.isPresent()) {
        send(before.isPresent() ? "MODIFIED" : "ADDED", after.get());
      } else if (before.isPresent()) {
        // Gone, or no longer selected: the last state seen, at the version of the change.
        ObjectNode last = before.get().deepCopy();
        Metadata.of(last).put("resourceVersion", Long.toString(change.version()));
        send("DELETED", last);
      }
    }

    void send(String type, ObjectNode object) {
      ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
      events.accept(event.set("object", object).toString());
    }
  }
}
