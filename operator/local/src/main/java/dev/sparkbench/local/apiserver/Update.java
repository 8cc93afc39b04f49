// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Replaces and patches objects, and statuses of types with a status subresource. */
final class Update {

  private final ObjectStore store;
  private final Admission admission;

  Update(ObjectStore store, Admission admission) {
    this.store = store;
    this.admission = admission;
  }

  /** Takes the body as the new object. */
  ObjectNode replace(ResourceType type, ResourcePath path, ObjectNode body, WriteOptions options) {
    if (type.custom().isPresent() && Metadata.text(body, "resourceVersion").isEmpty()) {
      throw ApiException.invalid(
          type,
          path.name(),
          List.of(
              FieldError.invalid(
                  "metadata.resourceVersion", "\"\"", "must be specified for an update")));
    }
    return change(type, path, current -> body, options);
  }

  /** Computes the new object from the current one. */
  ObjectNode change(
      ResourceType type,
      ResourcePath path,
      UnaryOperator<ObjectNode> change,
      WriteOptions options) {
    ObjectKey key = path.key(type);
    ObjectNode current = store.get(key);
    ObjectNode wanted = change.apply(current);
    checkIdentity(key, current, wanted);
    admission.prune(type, wanted, options);

    boolean ofStatus = path.subresource().equals("status");
    ObjectNode next =
        ofStatus ? withStatusOf(current, wanted) : withoutStatusOf(type, current, wanted);
    if (next.equals(current)) {
      return current;
    }
    Metadata.check(type, next);
    admission.complete(type, next, current);
    if (options.dryRun()) {
      return next;
    }
    if (Deletion.isDue(key, next)) {
      store.remove(key);
    } else {
      store.put(key, next);
    }
    return next;
  }

  private static void checkIdentity(ObjectKey key, ObjectNode current, ObjectNode wanted) {
    for (String field : new String[] {"name", "namespace"}) {
      String given = Metadata.text(wanted, field);
      if (!given.isEmpty() && !given.equals(Metadata.text(current, field))) {
        throw ApiException.badRequest(
            "the %s of the object (%s) does not match the %s on the URL (%s)"
                .formatted(field, given, field, Metadata.text(current, field)));
      }
    }
    String uid = Metadata.text(wanted, "uid");
    if (!uid.isEmpty() && !uid.equals(Metadata.text(current, "uid"))) {
      throw ApiException.conflict(
          key,
          "the UID in the precondition (%s) does not match the object's (%s)"
              .formatted(uid, Metadata.text(current, "uid")));
    }
    String version = Metadata.text(wanted, "resourceVersion");
    if (!version.isEmpty() && !version.equals(Metadata.text(current, "resourceVersion"))) {
      throw ApiException.conflict(
          key,
          "the object has been modified; please apply your changes to the latest version and try again");
    }
  }

  private static ObjectNode withStatusOf(ObjectNode current, ObjectNode wanted) {
    ObjectNode next = current.deepCopy();
    setOrRemove(next, "status", wanted.path("status"));
    return next;
  }

  private static ObjectNode withoutStatusOf(
      ResourceType type, ObjectNode current, ObjectNode wanted) {
    ObjectNode next = wanted.deepCopy();
    next.set("apiVersion", current.path("apiVersion"));
    next.set("kind", current.path("kind"));
    for (String field : Metadata.SYSTEM_FIELDS) {
      setOrRemove(Metadata.of(next), field, current.path("metadata").path(field));
    }
    if (type.qualifiedName().equals(ResourceTypes.SECRETS)) {
      Secrets.encode(next);
    }
    if (type.statusSubresource()) {
      setOrRemove(next, "status", current.path("status"));
      if (!desiredState(next).equals(desiredState(current))) {
        Metadata.of(next)
            .put("generation", current.path("metadata").path("generation").asLong() + 1);
      }
    }
    return next;
  }

  private static ObjectNode desiredState(ObjectNode object) {
    ObjectNode state = object.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getKey().equals("metadata") && !field.getKey().equals("status")) {
        state.set(field.getKey(), field.getValue());
      }
    }
    return state;
  }

  private static void setOrRemove(ObjectNode object, String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }
}
