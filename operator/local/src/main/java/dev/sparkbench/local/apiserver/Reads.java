// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Gets, lists and watches objects, as JSON or as tables. */
final class Reads {

  private final ObjectStore store;
  private final Watches watches;
  private final Tables tables;

  Reads(ObjectStore store, Watches watches, Tables tables) {
    this.store = store;
    this.watches = watches;
    this.tables = tables;
  }

  ApiResponse get(ApiRequest request, ResourcePath path, ResourceType type) {
    ObjectNode object = store.get(path.key(type));
    return ApiResponse.json(
        200, Tables.isWanted(request) ? table(request, type, List.of(object)) : object);
  }

  ApiResponse list(ApiRequest request, ResourcePath path, ResourceType type) {
    List<ObjectNode> objects = selected(request, path, type);
    return ApiResponse.json(
        200, Tables.isWanted(request) ? table(request, type, objects) : list(type, objects));
  }

  /** The response's opener must not be called by two threads at the same time. */
  ApiResponse.Stream watch(ApiRequest request, ResourcePath path, ResourceType type) {
    boolean fromState = request.flag("sendInitialEvents");
    // Version 0 means any state and the changes after it, which is the same as no version here.
    Optional<Long> since =
        request
            .parameter("resourceVersion")
            .filter(version -> !version.equals("0") && !fromState)
            .map(Long::valueOf);
    Watches.WatchRequest watch =
        new Watches.WatchRequest(
            type,
            path.namespace(),
            Selector.of(request),
            since,
            fromState,
            Tables.isWanted(request)
                ? object -> table(request, type, List.of(object))
                : object -> object);
    return new ApiResponse.Stream("application/json", events -> watches.open(watch, events));
  }

  List<ObjectNode> selected(ApiRequest request, ResourcePath path, ResourceType type) {
    Predicate<? super ObjectNode> selector = Selector.of(request);
    return store.list(type.qualifiedName(), path.namespace()).stream().filter(selector).toList();
  }

  ObjectNode list(ResourceType type, List<ObjectNode> items) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
    list.set("metadata", metadata());
    list.putArray("items").addAll(items);
    return list;
  }

  private ObjectNode table(ApiRequest request, ResourceType type, List<ObjectNode> objects) {
    return tables.of(type, objects, metadata(), request);
  }

  private ObjectNode metadata() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("resourceVersion", Long.toString(store.version()));
  }
}
